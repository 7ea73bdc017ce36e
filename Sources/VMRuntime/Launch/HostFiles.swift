internal import DiskImage
internal import GLib
internal import VMProfile

/// The files and folders of the host that a profile names, by their whole paths and without links.
struct HostFiles {
  let file: ProfileFile

  /// What to do about a fault: throw it, or note it and go on.
  private typealias Handler = (RuntimeError) throws(RuntimeError) -> Void

  /// The profile with whole paths, each of which leads to what its key is for.
  func resolved(_ profile: Profile) throws(RuntimeError) -> Profile {
    var profile = profile
    try resolve(&profile) { error throws(RuntimeError) in throw error }
    return profile
  }

  /// What `resolved` would throw, of all files.
  var faults: [RuntimeError] {
    var faults: [RuntimeError] = []
    var profile = file.profile
    try? resolve(&profile) { error throws(RuntimeError) in faults.append(error) }
    return faults
  }

  private func resolve(_ profile: inout Profile, _ handle: Handler) throws(RuntimeError) {
    for (path, key) in [(\Profile.kernel, "kernel"), (\.initrd, "initrd"), (\.cdrom, "cdrom")] {
      do throws(RuntimeError) { profile[keyPath: path] = try readable(profile[keyPath: path], key) } catch {
        try handle(error)
      }
    }
    for (index, disk) in profile.disks.enumerated() {
      guard case .file(let path, let format, let isReadOnly) = disk.source else { continue }
      do throws(RuntimeError) {
        let real = try whole(path, "disks[\(index)].file")
        profile.disks[index].source = .file(real, format: format, isReadOnly: isReadOnly)
      } catch {
        try handle(error)
      }
    }
    for (index, share) in profile.shares.enumerated() {
      do throws(RuntimeError) { profile.shares[index].path = try folder(share.path, "shares[\(index)].path") } catch {
        try handle(error)
      }
    }
  }

  private func folder(_ path: HostPath, _ keyPath: String) throws(RuntimeError) -> HostPath {
    let real = try whole(path, keyPath)
    guard Folder.isFolder(real.description) else {
      throw RuntimeError(
        .invalidProfile, "\(place(keyPath))'path' is '\(path)', which is a file: a share is a folder")
    }
    return real
  }

  private func readable(_ path: HostPath?, _ key: String) throws(RuntimeError) -> HostPath? {
    guard let path else { return nil }
    let whole = try whole(path, key)
    do throws(DiskImageError) { try DiskFile.checkReadable(whole.description) } catch {
      let error = RuntimeError(error)
      throw RuntimeError(error.kind, "\(place(key))\(error.message)")
    }
    return whole
  }

  /// A path that stays in the profile's folder by its words must do so in truth: whoever read the profile, and trusts it,
  /// saw no link.
  private func whole(_ path: HostPath, _ keyPath: String) throws(RuntimeError) -> HostPath {
    let folder = file.folder(of: keyPath)
    let absolute = path.description.hasPrefix("/") ? path.description : "\(folder)/\(path)"
    let key = keyPath.split(separator: ".").last.map(String.init) ?? keyPath
    guard let real = Folder.realPath(absolute) else {
      throw RuntimeError(
        .unavailable, "\(place(keyPath))there is no \(VMHost.plain(absolute)): put it there, or correct '\(key)'")
    }
    let root = Folder.realPath(folder) ?? folder
    guard path.leavesFolder || real == root || real.hasPrefix(root == "/" ? root : root + "/") else {
      throw RuntimeError(
        .invalidProfile,
        "\(place(keyPath))'\(key)' is '\(path)', and a link leads from there to \(real), out of \(root): write that path "
          + "itself")
    }
    guard let whole = HostPath(real) else {
      throw RuntimeError(.failed, "\(place(keyPath))the path that '\(path)' leads to has control characters")
    }
    return whole
  }

  private func place(_ keyPath: String) -> String { file.profile.locations[keyPath].map { "\($0): " } ?? "" }
}
