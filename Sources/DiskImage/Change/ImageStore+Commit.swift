internal import GLib
internal import Glibc
package import VMProfile

extension ImageStore {
  /// Makes a new version of an image, or a new image, out of a VM's disk and all that is below it. Nothing that is there
  /// is changed. The caller holds the VM's lock.
  ///
  /// - Parameters:
  ///   - base: the image that the disk stands on: its kernel and its user go with it.
  ///   - machine: whose disk it is.
  ///   - replaces: whether it may become the current version of an image that is neither `base` nor an earlier commit of
  ///     this machine.
  ///   - waiting: called when another vmrun is at work on the image.
  ///   - copying: called when it begins to copy.
  package func commit(
    _ disk: String, as name: String, _ arch: Architecture, base: StoredImage?, machine: String,
    replaces: Bool = false, waiting: () -> Void,
    copying: () -> Void = {}
  ) async throws(DiskImageError) -> StoredImage {
    try ImageName.check(name)
    let mayReplace = replaces || base?.name == name
    if !mayReplace { try checkName(name, arch, for: .committed(machine)) }
    return try await locked(name, timeout: PullLimits().lock, waiting: waiting) { () throws(DiskImageError) in
      if !mayReplace { try checkName(name, arch, for: .committed(machine)) }
      removeLeftovers(name)
      copying()
      return try await place(name, arch) { staging throws(DiskImageError) in
        let file = "\(staging)/disk.qcow2"
        try await LongTool.runChecked(
          "qemu-img", ["convert", "-f", "qcow2", "-O", "qcow2", disk, file], about: file)
        try await QEMUImage.check(file)
        let digest = try await FileDigest.compute(file)
        return StoredImage(
          name: name, arch: arch, version: String(digest.digits.prefix(12)),
          description: StoredImage.committedDescription + machine, folder: staging, disk: file, format: "qcow2",
          kernel: try share(base?.kernel, into: staging),
          initrd: try share(base?.initrd, into: staging), kernelArguments: base?.kernelArguments, user: base?.user,
          packages: base?.packages ?? [:], firmware: base?.firmware, diskDigest: digest,
          cloudInit: base?.cloudInit)
      }
    }
  }

  /// A second name of a file that is never changed.
  private func share(_ path: String?, into folder: String) throws(DiskImageError) -> String? {
    guard let path else { return nil }
    let target = "\(folder)/\(TemporaryName.lastComponent(of: path))"
    guard link(path, target) == 0 else { throw .file(GLibError.systemCall("put a second name on", path).description) }
    return target
  }
}
