internal import DiskImage
internal import GLib
internal import Glibc
internal import QEMU
internal import VMProfile

extension VMHost {
  /// Looks at all that a profile names: files of the host, what the guest is told, networks, scripts, the image, the lock.
  /// Changes nothing, and starts nothing but short tools such as `qemu-img info`.
  public func findings(in file: ProfileFile) async -> ProfileFindings {
    var findings = ProfileFindings()
    let profile = file.profile
    for fault in HostFiles(file: file).faults { findings.add(fault) }
    for (index, disk) in profile.disks.enumerated() {
      guard case .file(let path, let format, let isReadOnly) = disk.source else { continue }
      let keyPath = "disks[\(index)].file"
      let whole = file.absolute("\(path)", of: keyPath)
      // One that is not there was told.
      guard Folder.exists(whole) else { continue }
      findings.check { () throws(RuntimeError) in
        do throws(DiskImageError) { _ = try DiskFile.check(whole, format: format, isReadOnly: isReadOnly) } catch {
          let (known, place) = (RuntimeError(error), profile.locations[keyPath].map { "\($0): " } ?? "")
          throw RuntimeError(known.kind, place + known.message)
        }
      }
    }
    for fault in file.cloudInitFaults { findings.add(fault) }
    for (index, nic) in profile.nics.enumerated() { check(nic, "nics[\(index)]", of: file, &findings) }
    await checkImage(of: file, &findings)
    if let reach = try? untrustedReach(of: file) {
      findings.notes.append(
        "reaches this host in ways that are not allowed yet: see them with `vmrun profile trust \(reach.name)`")
    }
    return findings
  }

  private func check(_ nic: NIC, _ path: String, of file: ProfileFile, _ findings: inout ProfileFindings) {
    switch nic.attachment {
    case .network(let name):
      let place = file.profile.locations["\(path).network"].map { "\($0)" }
      findings.check { () throws(RuntimeError) in
        _ = try networkRequest(name, near: file.profile.folder(of: "\(path).network") ?? file.folder, place: place)
      }
    case .tap(.scripted(_, let script, let downscript)):
      for (hook, key) in [(script, "\(path).tap.script"), (downscript, "\(path).tap.downscript")] {
        guard let written = hook.path else { continue }
        let place = file.profile.locations[key].map { "\($0): " } ?? ""
        findings.check { () throws(RuntimeError) in
          do throws(RuntimeError) { try HookCheck.checkFile(file.absolute(written, of: key)) } catch {
            throw RuntimeError(.unavailable, place + error.message)
          }
        }
      }
    default: break
    }
  }

  private func checkImage(of file: ProfileFile, _ findings: inout ProfileFindings) async {
    let architecture = file.profile.arch ?? .host
    let isNamed = if case .named? = file.profile.image { true } else { false }
    let machine = machine(file.profile.name)
    let recorded = InstanceRecord(path: machine.paths.record)?.disk
    let finder = ImageFinder(directories: directories)
    let image: FoundImage?
    do throws(RuntimeError) {
      image = try await finder.find(file, architecture: architecture, recorded: recorded)
    } catch {
      // One command gets it, which the message names.
      if isNamed, error.kind == .unavailable { findings.notes.append(error.message) } else { findings.add(error) }
      return
    }
    if let guest = image?.guest { findings.notes += file.cloudInitWarnings(guest) }
    guard findings.faults.isEmpty else { return }
    do throws(RuntimeError) {
      let lock = try LockCheck(file, finder, cache: directories.cache)
      try await lock.check(image, architecture)
      try await lock.checkFiles()
    } catch {
      findings.add(error)
    }
  }
}
