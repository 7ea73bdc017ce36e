/// A virtual machine as its author wrote it down: one YAML file, checked, nothing filled in from the host.
public struct Profile: Sendable, Equatable {
  /// The file's name without its suffix.
  public var name: VMName
  /// What the machine is for.
  public var description: String?
  /// A name from `Images/` or the image store, or a path (relative to the profile's folder).
  public var image: ImageReference
  /// Nil: the host's architecture.
  public var arch: Architecture?
  /// Nil: the default board of the architecture.
  public var machine: MachineType?
  /// What executes the guest's instructions.
  public var accelerator: AcceleratorChoice
  /// A CPU model by QEMU's name; nil (`auto`): the best for the accelerator.
  public var cpu: String?
  /// Number of virtual CPUs.
  public var smp: Int
  /// The guest's memory: whole mebibytes, at least 32.
  public var memory: ByteSize
  /// Size of the machine's own overlay; nil: that of the image.
  public var disk: ByteSize?
  /// The network cards in their order; without any the machine has no network.
  public var nics: [NIC]
  /// How `vmrun ssh` logs in.
  public var ssh: SSHAccess
  /// Where the guest's screen is shown.
  public var display: DisplayChoice
  /// Where each value stands in the file, by key path (`nics[0].model`), for messages about values that
  /// only the host can judge.
  public var locations: SourceMap

  /// A profile made by a program. Only a name and an image are needed; the rest is as in a file that
  /// leaves it out: one CPU, 512 MiB, a virtio card on user networking with a forward for SSH.
  public init(
    name: VMName, image: ImageReference, description: String? = nil, arch: Architecture? = nil,
    machine: MachineType? = nil, accelerator: AcceleratorChoice = .auto, cpu: String? = nil, smp: Int = 1,
    memory: ByteSize = ByteSize(bytes: 512 << 20), disk: ByteSize? = nil, nics: [NIC] = [.standard],
    ssh: SSHAccess = SSHAccess(), display: DisplayChoice = .none
  ) {
    self.name = name
    self.description = description
    self.image = image
    self.arch = arch
    self.machine = machine
    self.accelerator = accelerator
    self.cpu = cpu
    self.smp = smp
    self.memory = memory
    self.disk = disk
    self.nics = nics
    self.ssh = ssh
    self.display = display
    locations = SourceMap()
  }
}
