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

  /// The profile; nil without an image.
  func profile(name: VMName, locations: SourceMap) -> Profile? {
    guard let image else { return nil }
    var profile = Profile(name: name, image: image.value)
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
    profile.locations = locations
    return profile
  }
}
