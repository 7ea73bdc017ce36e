/// The values of a profile as far as they were readable; nil: not written, or wrong, which was reported.
struct ProfileDraft {
  var description: Placed<String>?
  var image: Placed<ImageReference>?
  var arch: Placed<Architecture>?
  var machine: Placed<MachineType>?
  var accelerator: Placed<AcceleratorChoice>?
  var cpu: Placed<String?>?
  var smp: Placed<Int>?
  var memory: Placed<ByteSize>?
  var disk: Placed<ByteSize>?
  var nics: [NICDraft]?
  var sshUser: Placed<String>?
  var display: Placed<DisplayChoice>?
  var firmware: Placed<FirmwareChoice>?
  var boot: Placed<BootSource>?
  var kernel: Placed<HostPath>?
  var initrd: Placed<HostPath>?
  var append: Placed<String>?
  var disks: [DiskDraft]?
  var cdrom: Placed<HostPath>?
  var shares: [ShareDraft]?
  var qemuArguments: [Placed<String>] = []
  /// Where the first of them was written, readable or not.
  var qemuArgumentsStart: SourceLocation?
  /// Where the file's keys begin; nil: it has none, which was reported.
  var start: SourceLocation?
  /// The keys that were written, readable or not.
  var writtenKeys: Set<String> = []
  var cloudInit: CloudInit?

  /// The profile; nil when the file has no keys.
  func profile(name: VMName, locations: SourceMap) -> Profile? {
    guard start != nil else { return nil }
    var profile = Profile(name: name, image: image?.value)
    profile.description = description?.value
    profile.arch = arch?.value
    profile.machine = machine?.value
    profile.accelerator = accelerator?.value ?? profile.accelerator
    profile.cpu = cpu?.value
    profile.smp = smp?.value ?? profile.smp
    profile.memory = memory?.value ?? profile.memory
    profile.disk = disk?.value
    profile.nics = nics?.compactMap(\.nic) ?? profile.nics
    profile.ssh = SSHAccess(user: sshUser?.value)
    profile.display = display?.value ?? profile.display
    profile.firmware = firmware?.value
    profile.boot = boot?.value
    profile.kernel = kernel?.value
    profile.initrd = initrd?.value
    profile.append = append?.value
    profile.disks = disks?.compactMap(\.disk) ?? []
    profile.cdrom = cdrom?.value
    profile.shares = shares?.compactMap(\.share) ?? []
    profile.qemuArguments = qemuArguments.map(\.value)
    profile.cloudInit = cloudInit
    profile.locations = locations
    return profile
  }
}
