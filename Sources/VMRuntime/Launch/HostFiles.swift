internal import DiskImage
internal import GLib
internal import VMProfile

/// The files and folders of the host that a profile names, by their whole paths and without links.
struct HostFiles {
  let file: ProfileFile

  /// The profile with whole paths, each of which leads to what its key is for.
  func resolved(_ profile: Profile) throws(RuntimeError) -> Profile {
    var profile = profile
    profile.kernel = try readable(profile.kernel, "kernel")
    profile.initrd = try readable(profile.initrd, "initrd")
    profile.cdrom = try readable(profile.cdrom, "cdrom")
    for (index, disk) in profile.disks.enumerated() {
      guard case .file(let path, let format, let isReadOnly) = disk.source else { continue }
      let whole = try whole(path, "disks[\(index)].file")
      profile.disks[index].source = .file(whole, format: format, isReadOnly: isReadOnly)
    }
    for (index, share) in profile.shares.enumerated() {
      let keyPath = "shares[\(index)].path"
      profile.shares[index].path = try whole(share.path, keyPath)
      guard Folder.isFolder(profile.shares[index].path.description) else {
        throw RuntimeError(
          .invalidProfile, "\(place(keyPath))'path' is '\(share.path)', which is a file: a share is a folder")
      }
    }
    return profile
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
      throw RuntimeError(.unavailable, "\(place(keyPath))there is no \(absolute): put it there, or correct '\(key)'")
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
