internal import DiskImage
internal import GLib
internal import HostNetwork
package import ProfileExchange
internal import QEMU
internal import VMProfile

extension VMHost {
  /// A machine in another program's words. Makes nothing but the user's ssh key where there is none yet.
  ///
  /// - Parameters:
  ///   - folder: where the machine's files will be for libvirt; absolute.
  package func export(
    _ file: ProfileFile, to kind: ExportKind, folder: String
  ) async throws(RuntimeError) -> MachineExport {
    let paths =
      switch kind {
      case .shell: ShellExport.paths(for: file.profile)
      case .libvirt, .kubevirt:
        Self.libvirtPaths(file.profile, folder: folder)
      }
    let (machine, seed) = try await exported(file, paths: paths)
    do throws(ExchangeError) {
      let text =
        switch kind {
        case .shell: ShellExport.text(machine)
        case .libvirt: LibvirtExport.text(machine)
        case .kubevirt: try KubeVirtExport.text(machine)
        }
      return MachineExport(text: text, file: file, folder: folder, seed: seed)
    } catch {
      throw RuntimeError(.failed, error.description)
    }
  }

  /// Makes the files beside libvirt's XML that it names: the disk where there is none yet, and the seed.
  package func writeLibvirtFiles(_ export: MachineExport) async throws(RuntimeError) {
    let (file, folder) = (export.file, export.folder)
    let image = try await exportedImage(file)
    let paths = Self.libvirtPaths(file.profile, folder: folder)
    do throws(DiskImageError) {
      if let image, let overlay = paths.overlay {
        _ = try await Overlay.prepare(
          at: overlay, base: image.disk, baseFormat: image.format, size: file.profile.disk, recorded: nil)
      } else if let overlay = paths.overlay, let size = file.profile.disk {
        try await OwnDisk.prepare(at: overlay, size: size)
      }
      for disk in file.profile.disks {
        if case .made(let size) = disk.source, let path = paths.disks[disk.name] {
          try await OwnDisk.prepare(at: path, size: size)
        }
      }
      if let seed = export.seed, let path = paths.seed { try await seed.write(to: path, recordedDigest: nil) }
    } catch {
      throw RuntimeError(error)
    }
  }

  /// The machine's files beside its XML.
  private static func libvirtPaths(_ profile: Profile, folder: String) -> MachinePaths {
    let hasDisk = profile.image != nil || profile.disk != nil
    var paths = MachinePaths(
      overlay: hasDisk ? "\(folder)/\(profile.name).qcow2" : nil, seed: "\(folder)/\(profile.name)-seed.iso",
      monitors: [], console: "", consoleLog: "", journal: "", vnc: "")
    // libvirt makes the store by itself; this says that there is one.
    paths.variables = "\(folder)/\(profile.name)-variables.qcow2"
    for disk in profile.disks {
      if case .made = disk.source { paths.disks[disk.name] = "\(folder)/\(profile.name)-\(disk.name).qcow2" }
    }
    return paths
  }

  private func exportedImage(_ file: ProfileFile) async throws(RuntimeError) -> FoundImage? {
    let found = try await ImageFinder(directories: directories).find(
      file, architecture: file.profile.arch ?? .host, recorded: nil)
    if let found, let wanted = file.profile.disk {
      do throws(DiskImageError) { try await Overlay.check(size: wanted, base: found.disk, format: found.format) } catch
      {
        throw RuntimeError(error)
      }
    }
    return found
  }

  private func exported(
    _ file: ProfileFile, paths: MachinePaths
  ) async throws(RuntimeError) -> (ExportedMachine, Seed?) {
    var profile = Preparer(machine: machine(file.profile.name), file: file, options: StartOptions()).profile
    profile = try HostFiles(file: file).resolved(profile)
    // By 9p, which QEMU does itself: no other program starts vmrun's daemons.
    for index in profile.shares.indices { profile.shares[index].driver = .ninep }
    let architecture = profile.arch ?? .host
    let image = try await exportedImage(file)
    let qemu = try await QEMUBinary.load(architecture, cache: directories.cache)
    let userKey = try await SSHKeys.ensure(directories.sshKey, comment: "vmrun")
    let chosen = profile.nics.flatMap { nic in nic.attachment.forwards.filter { $0.hostPort == 0 } }
    let lastPorts = InstanceRecord(path: machine(profile.name).paths.record)?.run?.chosenPorts ?? []
    var facts = HostFacts(
      architecture: .host, qemuPath: qemu.path, qemu: qemu.capabilities,
      accelerator: AcceleratorCache(directory: directories.cache).verdict(of: AcceleratorProbe()),
      image: image?.guest ?? GuestImage(), paths: paths, identity: .current(project: file.project),
      freePorts: PortProbe.choose(for: chosen, preferred: lastPorts))
    for (index, nic) in profile.nics.enumerated() {
      guard case .network(let name) = nic.attachment, facts.networks[name] == nil else { continue }
      let keyPath = "nics[\(index)].network"
      let place = profile.locations[keyPath].map { "\($0)" }
      let near = profile.folder(of: keyPath) ?? file.folder
      facts.networks[name] = NetworkFacts(try networkRequest(name, near: near, place: place).network)
    }
    facts.vdeFolder = directories.switches
    if profile.firmware == .uefi || facts.image.firmware == .uefi || architecture != .x86_64 {
      facts.firmwares = FirmwareFinder(
        architecture: architecture, qemu: qemu.path, config: Folder.parent(of: directories.config)
      ).find(preferred: nil)
    }
    let resolved: ResolvedMachine
    do { resolved = try ResolvedMachine(profile, facts: facts) } catch { throw RuntimeError(error) }
    // Without the host key: it is private, and stays where vmrun runs the machine.
    var seed = Seed(
      name: "\(profile.name)", user: resolved.sshUser,
      defaultUser: resolved.image.user, authorizedKeys: [userKey], nics: SeedNIC.list(resolved),
      mounts: resolved.shares.compactMap(SeedMount.init))
    try file.applyCloudInit(to: &seed)
    let texts = ExportedMachine.Seed(
      metaData: seed.metaData, userData: seed.userData, networkConfig: seed.networkConfig)
    let exported = ExportedMachine(
      profile: profile, machine: resolved,
      image: image.map { ExportedMachine.Image(path: $0.disk, format: $0.format) }, seed: texts,
      sshKey: directories.sshKey)
    return (exported, seed)
  }
}
