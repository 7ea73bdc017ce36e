/// A virtual machine as its author wrote it down: one YAML file, checked, nothing filled in from the host.
public struct Profile: Sendable, Equatable {
  /// The file's name without its suffix.
  public var name: VMName
  public var description: String?
  /// A name from `Images/` or the image store, or a path (relative to the profile's folder).
  public var image: ImageReference
  /// Nil: the host's architecture.
  public var arch: Architecture?
  /// Nil: the default board of the architecture.
  public var machine: MachineType?
  public var accelerator: AcceleratorChoice
  /// A CPU model by QEMU's name; nil (`auto`): the best for the accelerator.
  public var cpu: String?
  /// Number of virtual CPUs.
  public var smp: Int
  public var memory: ByteSize
  /// Size of the machine's own overlay; nil: that of the image.
  public var disk: ByteSize?
  public var nics: [NIC]
  public var ssh: SSHAccess
  public var display: DisplayChoice
  /// Where each value stands in the file, by key path (`nics[0].model`), for messages about values that
  /// only the host can judge.
  public var locations: SourceMap
}
