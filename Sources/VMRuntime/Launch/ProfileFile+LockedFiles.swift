internal import VMProfile

extension ProfileFile {
  /// A file that a lock holds, beside the image.
  struct LockedFile {
    /// As the lock has it: `cdrom`, `disks.data`.
    var key: String
    /// As the profile has it: `disks[0].file`.
    var keyPath: String
    /// As it is written.
    var written: String
    /// Its whole path.
    var path: String
  }

  /// The files that the machine only reads: what is written to is a machine's own, and differs from the first start on.
  var lockedFiles: [LockedFile] {
    var files: [(key: String, keyPath: String, path: HostPath?)] = [
      ("kernel", "kernel", profile.kernel), ("initrd", "initrd", profile.initrd), ("cdrom", "cdrom", profile.cdrom),
    ]
    for (index, disk) in profile.disks.enumerated() {
      guard case .file(let path, _, isReadOnly: true) = disk.source else { continue }
      files.append(("disks.\(disk.name)", "disks[\(index)].file", path))
    }
    return files.compactMap { key, keyPath, path in
      path.map {
        LockedFile(key: key, keyPath: keyPath, written: "\($0)", path: absolute("\($0)", of: keyPath))
      }
    }
  }
}
