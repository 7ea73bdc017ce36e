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
  /// What the machine starts from.
  public var boot: BootSource
  /// UEFI; nil: the board's own firmware, or none.
  public var firmware: UEFIFirmware?
  /// The disks beside the machine's own.
  public var disks: [ResolvedDisk] = []
  /// An ISO file, absolute.
  public var cdrom: String?
  /// Folders of the host.
  public var shares: [ResolvedShare] = []
  /// Words at the end of the command line.
  public var qemuArguments: [String] = []
  public var paths: MachinePaths
  /// Whether QEMU's seccomp filter is on.
  public var sandbox: Bool
  /// Spare PCI Express root ports that take hot-plugged devices; 0 where the board plugs otherwise.
  public var sparePorts: Int

  /// All root ports by id: those of the profile's cards first, then the spare ones.
  public var ports: [String] { (0..<(nics.count { $0.port != nil } + sparePorts)).map { "port\($0)" } }
  /// The root ports that are empty when the machine starts.
  public var emptyPorts: [String] { Array(ports.suffix(sparePorts)) }
}
