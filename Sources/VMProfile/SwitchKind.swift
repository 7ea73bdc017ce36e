/// What forwards the frames of a network.
public enum SwitchKind: String, Sendable, Codable, CaseIterable {
  /// The kernel's own bridge.
  case linux
  /// Open vSwitch with its datapath in the kernel.
  case ovs
  /// Open vSwitch with its datapath in user space (`datapath_type=netdev`), which needs no kernel module.
  case ovsUserspace = "ovs-userspace"
}
