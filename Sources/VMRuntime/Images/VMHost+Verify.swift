internal import DiskImage
internal import GLib
internal import VMProfile

extension VMHost {
  /// Reads disks of the store and of stopped machines again, and says what is damaged.
  ///
  /// - Parameters:
  ///   - names: of images and machines; none: all.
  ///   - progress: gets the name of each before it is read.
  package func verifyDisks(
    _ names: [String], progress: (String) -> Void
  ) async throws(RuntimeError) -> [DiskVerdict] {
    let store = imageStore
    try requireReadableStore()
    let machines = machines()
    // `team/web` is the machine team-web.
    let names = names.map { name in name.contains("/") ? (try? machineName(name)).map { "\($0)" } ?? name : name }
    let known = store.names() + machines.map { "\($0.name)" }
    for name in names {
      if !known.contains(name) {
        guard !isPath(name) else {
          throw RuntimeError(
            .usage,
            "'\(name)' is a path, and verify takes names of images and machines: `qemu-img check \(name)` looks "
              + "at a file")
        }
        throw unknownDisk(name)
      }
      guard !store.names().contains(name), let machine = machines.first(where: { "\($0.name)" == name }) else {
        continue
      }
      guard Folder.exists(machine.paths.overlay) else { throw machine.noDisk() }
    }
    var verdicts: [DiskVerdict] = []
    for name in store.names() where names.isEmpty || names.contains(name) {
      for image in Architecture.allCases.flatMap({ store.versions(name, $0) }) {
        progress("\(name) (\(image.arch.rawValue))")
        verdicts.append(try await verify(image))
      }
    }
    for machine in machines where names.isEmpty || names.contains("\(machine.name)") {
      guard Folder.exists(machine.paths.overlay) else { continue }
      progress("\(machine.name)")
      verdicts.append(try await verify(machine))
    }
    return verdicts
  }

  private func verify(_ image: StoredImage) async throws(RuntimeError) -> DiskVerdict {
    var verdict = DiskVerdict(
      name: "\(image.name) (\(image.arch.rawValue), \(image.version))", path: image.disk, finding: .ok, message: "")
    do throws(DiskImageError) {
      if image.format == "qcow2" { try await QEMUImage.check(image.disk) }
      guard let wanted = image.diskDigest else {
        (verdict.finding, verdict.message) = (.unsigned, "no damage seen; no digest was written down")
        return verdict
      }
      let found = try await FileDigest.compute(image.disk, like: wanted)
      verdict.finding = found == wanted ? .ok : .damaged
      verdict.message = found == wanted ? wanted.text : "its digest is \(found.text), and was \(wanted.text)"
    } catch {
      guard error.isDamage else { throw RuntimeError(error) }
      (verdict.finding, verdict.message) = (.damaged, error.description)
    }
    return verdict
  }

  private func verify(_ machine: Machine) async throws(RuntimeError) -> DiskVerdict {
    var verdict = DiskVerdict(
      name: "\(machine.name)", path: machine.paths.overlay, finding: .ok, message: "no damage seen")
    guard !machine.look().isAlive else {
      (verdict.finding, verdict.message) = (.busy, "it runs: `vmrun stop \(machine.name)` first")
      return verdict
    }
    do throws(DiskImageError) {
      let record = Overlay.actual(InstanceRecord(path: machine.paths.record)?.disk, at: machine.paths.overlay)
      if let below = QCOW2Header(path: machine.paths.overlay)?.backingFile {
        guard Folder.exists(below) else { throw .baseMissing(overlay: machine.paths.overlay, base: below) }
        if let record, record.base == below, !record.fitsBase {
          throw .baseChanged(overlay: machine.paths.overlay, base: below)
        }
      }
      try await QEMUImage.check(machine.paths.overlay)
    } catch {
      guard error.isDamage else { throw naming(error) }
      (verdict.finding, verdict.message) = (.damaged, error.description)
    }
    return verdict
  }
}
