/// A virtual machine as its author wrote it down: one YAML file, checked, nothing filled in from the host.
public struct Profile: Sendable, Equatable {
  /// The file's name without its suffix.
  public var name: VMName
  /// What the machine is for.
  public var description: String?
  /// A name from `Images/` or the image store, or a path (relative to the profile's folder); nil: the machine starts
  /// from a CD or a kernel.
  public var image: ImageReference?
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
  /// Size of the machine's own disk, the overlay of its image; nil: that of the image. Without an image the disk is
  /// empty, and with nil there is none.
  public var disk: ByteSize?
  /// The network cards in their order; without any the machine has no network.
  public var nics: [NIC]
  /// How `vmrun ssh` logs in.
  public var ssh: SSHAccess
  /// Where the guest's screen is shown.
  public var display: DisplayChoice
  /// What runs before the operating system; nil: what the board has.
  public var firmware: FirmwareChoice?
  /// What the machine starts from; nil: a kernel where there is one, else the disk.
  public var boot: BootSource?
  /// A kernel in place of the image's.
  public var kernel: HostPath?
  /// The initial RAM disk of `kernel`.
  public var initrd: HostPath?
  /// The command line of `kernel`; without `kernel` more words for the image's.
  public var append: String?
  /// Disks beside the machine's own.
  public var disks: [Disk]
  /// An ISO file in the CD drive.
  public var cdrom: HostPath?
  /// Folders of the host in the guest.
  public var shares: [Share]
  /// Words at the end of QEMU's command line, as they are.
  public var qemuArguments: [String]
  /// How the guest is set up at its first boot, beside what vmrun tells every guest.
  public var cloudInit: CloudInit?
  /// Where each value stands in the file, by key path (`nics[0].model`), for messages about values that
  /// only the host can judge.
  public var locations: SourceMap

  /// A profile made by a program. Only a name and an image are needed, or a CD or kernel in place of the image; the
  /// rest is as in a file that leaves it out: one CPU, 512 MiB, a virtio card on user networking with a forward for SSH.
  public init(
    name: VMName, image: ImageReference?, description: String? = nil, arch: Architecture? = nil,
    machine: MachineType? = nil, accelerator: AcceleratorChoice = .auto, cpu: String? = nil, smp: Int = 1,
    memory: ByteSize = ByteSize(bytes: 512 << 20), disk: ByteSize? = nil, nics: [NIC] = [.standard],
    ssh: SSHAccess = SSHAccess(), display: DisplayChoice = .none, firmware: FirmwareChoice? = nil,
    boot: BootSource? = nil, kernel: HostPath? = nil, initrd: HostPath? = nil, append: String? = nil,
    disks: [Disk] = [], cdrom: HostPath? = nil, shares: [Share] = [], qemuArguments: [String] = [],
    cloudInit: CloudInit? = nil
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
    self.firmware = firmware
    self.boot = boot
    self.kernel = kernel
    self.initrd = initrd
    self.append = append
    self.disks = disks
    self.cdrom = cdrom
    self.shares = shares
    self.qemuArguments = qemuArguments
    self.cloudInit = cloudInit
    locations = SourceMap()
  }
}
