public import VMProfile

/// Everything about the host that decides how a profile becomes a command line. Gathered once, before
/// the pure part of a start; golden files pin what follows from it.
public struct HostFacts: Sendable, Equatable {
  public var architecture: Architecture
  /// What runs the guest: the path of `qemu-system-ARCH`.
  public var qemuPath: String
  public var qemu: QEMUCapabilities
  public var accelerator: AcceleratorVerdict
  public var image: GuestImage
  public var paths: MachinePaths
  /// What makes derived MAC addresses unlike those of other hosts, users and projects.
  public var identity: HostIdentity
  /// Host ports for forwards that leave the choice to vmrun, in order of use.
  public var freePorts: [UInt16]
  /// The UEFIs that are installed for the guest's architecture, the first to be taken first.
  public var firmwares: [UEFIFirmware]
  /// The path of a virtiofsd(1) that this user can use; nil: there is none.
  public var virtiofsd: String?
  /// The networks that the profile's cards name.
  public var networks: [NetworkName: NetworkFacts] = [:]
  /// The folder with the switches that vmrun starts for cards on `vde`.
  public var vdeFolder = ""
  /// The rate of the host's time-stamp counter in kHz; nil: not known.
  public var tscFrequency: UInt32?

  public init(
    architecture: Architecture, qemuPath: String, qemu: QEMUCapabilities, accelerator: AcceleratorVerdict,
    image: GuestImage, paths: MachinePaths, identity: HostIdentity, freePorts: [UInt16], firmwares: [UEFIFirmware] = [],
    virtiofsd: String? = nil, tscFrequency: UInt32? = nil
  ) {
    self.architecture = architecture
    self.qemuPath = qemuPath
    self.qemu = qemu
    self.accelerator = accelerator
    self.image = image
    self.paths = paths
    self.identity = identity
    self.freePorts = freePorts
    self.firmwares = firmwares
    self.virtiofsd = virtiofsd
    self.tscFrequency = tscFrequency
  }
}
