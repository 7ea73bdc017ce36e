public import VMProfile

/// A profile joined with the facts of the host: nothing left to choose.
public struct ResolvedMachine: Sendable, Equatable {
  public enum Accelerator: String, Sendable, Codable { case kvm, tcg }

  public var name: VMName
  public var arch: Architecture
  public var machine: MachineType
  public var accelerator: Accelerator
  /// Why this accelerator; empty when the profile asked for it and nothing is to be said.
  public var acceleratorReason: String
  public var cpu: String
  public var smp: Int
  public var memory: ByteSize
  public var nics: [ResolvedNIC]
  public var display: DisplayChoice
  public var sshUser: String
  public var qemuPath: String
  public var image: GuestImage
  public var paths: MachinePaths
  /// Whether QEMU's seccomp filter is on.
  public var sandbox: Bool
  /// Spare PCI Express root ports that take hot-plugged devices; 0 where the board plugs otherwise.
  public var sparePorts: Int
}
