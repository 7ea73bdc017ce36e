/// One change to the host, as it is written down before it is made. What was not written down is never undone.
///
/// An address or a port needs no entry of its own: it goes with the interface that has it.
package enum HostChange: Codable, Sendable, Equatable {
  /// A bridge of the kernel; the MAC address tells it from one that somebody else made later under this name.
  case bridge(name: String, mac: String)
  /// A bridge of Open vSwitch.
  case openVSwitch(name: String)
  /// An interface for the host's own address in a VLAN of a bridge.
  case vlanInterface(name: String, mac: String)
  /// The same as a port of an Open vSwitch.
  case openVSwitchPort(bridge: String, name: String)
  /// A named network namespace, as ip-netns(8) has them.
  case namespace(name: String)
  /// The host's end of a veth pair; its other end goes with it.
  case cable(name: String, mac: String)
  /// A file below /proc/sys and the value that it had.
  case sysctl(path: String, was: String, now: String)
  /// A table of nftables, family `ip`.
  case table(name: String)
  /// A process; the file holds its `/proc/PID/stat`, written by itself before it became the program.
  case process(name: String, file: String)
  /// An interface whose addresses and routes the bridge has taken over.
  case uplink(UplinkMove)
}
