internal import CLinux
internal import DiskImage
internal import GLib
internal import HostNetwork
internal import QEMU
internal import VMProfile

/// Makes a machine ready, one step after the other; each leaves either its whole result or nothing.
/// The caller holds the instance's lock.
struct Preparer {
  let machine: Machine
  let file: ProfileFile
  let options: StartOptions

  /// The profile with whole paths.
  var profile: Profile {
    var profile = file.profile
    for index in profile.nics.indices {
      guard case .tap(.scripted(let name, let script, let downscript)) = profile.nics[index].attachment else {
        continue
      }
      profile.nics[index].attachment = .tap(
        .scripted(
          name, script: whole(script, "nics[\(index)].tap.script"),
          downscript: whole(downscript, "nics[\(index)].tap.downscript")))
    }
    return profile
  }

  private func whole(_ hook: HookScript, _ keyPath: String) -> HookScript {
    var hook = hook
    hook.path = hook.path.map { file.absolute($0, of: keyPath) }
    return hook
  }

  private var paths: InstancePaths { machine.paths }
  private var directories: RuntimeDirectories { machine.host.directories }

  /// - Parameters:
  ///   - avoidsLastPorts: choose new ports for forwards that leave them to vmrun, because one of the last choice
  ///     turned out to be taken.
  ///   - isRunning: leave disk, seed and ports as QEMU has them now.
  func run(avoidsLastPorts: Bool = false, isRunning: Bool = false) async throws(RuntimeError) -> Preparation {
    try machine.host.requireTrust(in: file)
    try makeFolders()
    let whole = try HostFiles(file: file).resolved(profile)
    var record = try claimInstance()
    for file in [paths.record, paths.knownHosts] { DurableFile.removeLeftovers(of: file) }
    // Written down before there is a disk, so that no disk is without a record.
    if !machine.hasInstance { try record.write(to: paths.record) }
    let architecture = profile.arch ?? .host
    let finder = ImageFinder(directories: directories)
    let lock = try isRunning ? nil : LockCheck(file, finder, cache: directories.cache)
    let image: FoundImage?
    do throws(RuntimeError) {
      image = try await finder.find(
        file, architecture: architecture, recorded: Overlay.actual(record.disk, at: paths.overlay))
    } catch {
      throw lock?.explaining(error, architecture) ?? error
    }
    try await lock?.check(image, architecture)
    try await lock?.checkFiles()
    let qemu = try await QEMUBinary.load(architecture, cache: directories.cache)
    try lock?.check(qemu.capabilities.version)
    let userKey = try await SSHKeys.ensure(directories.sshKey, comment: "vmrun")
    let hostKey = try await prepareHostKey()
    // In the same order; a changed list starts anew.
    let lastPorts = record.run?.chosenPorts ?? []
    let ports =
      isRunning && lastPorts.count == chosenForwards.count
      ? lastPorts : PortProbe.choose(for: chosenForwards, preferred: avoidsLastPorts ? [] : lastPorts)
    var lentDisk = record.run?.lentDisk
    var disks = record.run?.disks ?? []
    if !isRunning {
      (record.disk, lentDisk) = try await prepareDisk(image, recorded: record.disk)
      disks = [try await prepareOwnDisk()].compactMap(\.self) + (try await prepareDisks(whole))
      try prepareJournal()
    }
    // A running machine has its files where its start put them.
    var machinePaths = machinePaths(isRunning ? record.run.map(paths.of) ?? paths : paths)
    machinePaths.disks = diskPaths(whole)
    let networks = try networkRequests()
    var facts = HostFacts(
      architecture: .host, qemuPath: qemu.path, qemu: qemu.capabilities,
      accelerator: AcceleratorCache(directory: directories.cache).verdict(of: AcceleratorProbe()),
      image: image?.guest ?? GuestImage(), paths: machinePaths, identity: .current(project: file.project),
      freePorts: ports, tscFrequency: tscFrequency)
    facts.networks = networks.mapValues { NetworkFacts($0.network) }
    facts.vdeFolder = directories.switches
    if profile.firmware == .uefi || facts.image.firmware == .uefi || architecture != .x86_64 {
      facts.firmwares = FirmwareFinder(
        architecture: architecture, qemu: qemu.path, config: Folder.parent(of: directories.config)
      ).find(preferred: record.firmware)
    }
    if !profile.shares.isEmpty { facts.virtiofsd = VirtiofsdFinder.find() }
    let resolved: ResolvedMachine
    do { resolved = try ResolvedMachine(whole, facts: facts) } catch { throw RuntimeError(error) }
    try KernelCheck.check(resolved)
    if !isRunning {
      if let firmware = resolved.firmware {
        try await prepareVariables(firmware)
        record.firmware = firmware.code.path
      }
      record.seedDigest = try await prepareSeed(
        resolved, userKey: userKey, hostKey: hostKey, recorded: record.seedDigest)
    }
    record.run = RunRecord(
      resolved, version: qemu.capabilities.version, ephemeral: options.ephemeral, chosenPorts: ports)
    record.run?.lentDisk = lentDisk
    record.run?.disks = disks.isEmpty ? nil : disks
    record.run?.sockets = paths.sockets
    record.run?.cloudInit = facts.image.cloudInit
    let checkouts = Set(file.layers?.files.compactMap { $0.path.flatMap(SourcePlace.init(path:))?.root } ?? [])
    record.run?.checkouts = checkouts.isEmpty ? nil : checkouts.sorted()
    record.run?.profileValues = try file.effective().map { effective in
      Dictionary(effective.values.map { ($0.keyPath, $0.text) }, uniquingKeysWith: { $1 })
    }
    return Preparation(
      resolved: resolved, commandLine: QEMUCommandLine(resolved), record: record, networks: networks,
      warnings: file.cloudInitWarnings(facts.image) + [BootCheck.warning(resolved, file)].compactMap(\.self))
  }

  /// The files of the networks that the profile's cards name.
  private func networkRequests() throws(RuntimeError) -> [NetworkName: NetworkHost.Request] {
    var requests: [NetworkName: NetworkHost.Request] = [:]
    for (index, nic) in profile.nics.enumerated() {
      guard case .network(let name) = nic.attachment, requests[name] == nil else { continue }
      let place = profile.locations["nics[\(index)].network"].map { "\($0)" }
      requests[name] = try machine.host.networkRequest(
        name, near: profile.folder(of: "nics[\(index)].network") ?? file.folder, place: place)
    }
    return requests
  }

  private func makeFolders() throws(RuntimeError) {
    do throws(GLibError) {
      // The parent is checked too: in /tmp somebody else may have made it.
      try PrivateDirectory.ensure(directories.sockets)
      try PrivateDirectory.ensure(paths.sockets)
      try PrivateDirectory.ensure(paths.directory)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Only microvm needs it: the board has no timer that a kernel under TCG could measure the counter by.
  private var tscFrequency: UInt32? {
    guard profile.machine == .microvm else { return nil }
    let kilohertz = vmrun_tsc_khz()
    return kilohertz > 0 ? kilohertz : nil
  }

  /// An instance belongs to one profile file: two projects may both have a `web`, and the second must not
  /// start on the first one's disk.
  private func claimInstance() throws(RuntimeError) -> InstanceRecord {
    guard var record = InstanceRecord(path: paths.record) else {
      return InstanceRecord(name: "\(profile.name)", profile: file.path, created: HostClock.now)
    }
    if let owner = record.profile, let path = file.path, !SourcePlace.isSameProfile(owner, path), Folder.exists(owner) {
      throw RuntimeError(
        .failed,
        """
        the instance '\(profile.name)' belongs to \(owner), not to \(path): \
        start it with `vmrun start \(owner)`, rename one of the profiles, or remove the instance with \
        `vmrun delete \(profile.name)`
        """)
    }
    record.profile = file.path ?? record.profile
    return record
  }

  private func machinePaths(_ paths: InstancePaths) -> MachinePaths {
    let hasDisk = profile.image != nil || profile.disk != nil
    var result = MachinePaths(
      overlay: hasDisk ? options.ephemeral ? paths.ephemeralOverlay : paths.overlay : nil, seed: paths.seed,
      monitors: paths.monitors, console: paths.console, consoleLog: paths.consoleLog, journal: paths.journal,
      vnc: paths.vnc)
    result.variables = options.ephemeral ? paths.ephemeralVariables : paths.variables
    return result
  }

  private var chosenForwards: [PortForward] {
    profile.nics.flatMap { nic in nic.attachment.forwards.filter { $0.hostPort == 0 } }
  }
}
