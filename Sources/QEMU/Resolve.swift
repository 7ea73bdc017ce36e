public import VMProfile

extension ResolvedMachine {
  /// Joins a profile with the host's facts. Pure.
  ///
  /// - Throws: `QEMUError.unsupportedValue` for a value of the profile that no start on this QEMU can
  ///   honour, with its place in the file; `QEMUError.unavailable` for what the host lacks.
  public init(_ profile: Profile, facts: HostFacts) throws(QEMUError) {
    let resolver = Resolver(profile: profile, facts: facts)
    let machine = try resolver.machine()
    let (accelerator, reason) = try resolver.accelerator()
    let cpu = try resolver.cpu(accelerator: accelerator, reason: reason)
    let display = try resolver.display(on: machine)
    let nics = try resolver.nics(on: machine)
    let boot = try resolver.boot()
    // An image that makes no users has only its own.
    let madeUser = facts.image.cloudInit?.honours("user") == false ? nil : profile.cloudInit?.user?.name
    let (disks, shares) = (try resolver.disks(), try resolver.shares())
    self.init(
      name: profile.name, arch: resolver.arch, machine: machine, accelerator: accelerator, acceleratorReason: reason,
      cpu: cpu, smp: profile.smp, memory: profile.memory, nics: nics, display: display,
      sshUser: profile.ssh.user ?? madeUser ?? facts.image.user ?? "root",
      qemuPath: facts.qemuPath,
      image: resolver.image(on: machine, accelerator: accelerator, boot: boot), boot: boot,
      firmware: try resolver.firmware(for: machine, boot: boot), disks: disks, cdrom: profile.cdrom?.description,
      shares: shares, qemuArguments: profile.qemuArguments, paths: facts.paths, sandbox: facts.qemu.hasSandbox,
      sparePorts: machine.hasRootPorts ? Resolver.sparePorts : 0)
  }
}
