public import VMProfile

/// What the image brings to the command line.
public struct GuestImage: Sendable, Equatable, Codable {
  /// Kernel for direct boot (absolute path); nil: the firmware boots from the disk.
  public var kernel: String?
  public var initrd: String?
  /// The kernel's command line.
  public var kernelArguments: String?
  /// Whom `ssh` logs in as when the profile does not say.
  public var user: String?
  /// What its disk boots with, where that is known.
  public var firmware: FirmwareChoice?
  /// How much of cloud-init it understands; nil: nobody said, as with an image given by its path.
  public var cloudInit: CloudInitSupport?

  public init(
    kernel: String? = nil, initrd: String? = nil, kernelArguments: String? = nil, user: String? = nil,
    firmware: FirmwareChoice? = nil, cloudInit: CloudInitSupport? = nil
  ) {
    self.kernel = kernel
    self.initrd = initrd
    self.kernelArguments = kernelArguments
    self.user = user
    self.firmware = firmware
    self.cloudInit = cloudInit
  }
}
