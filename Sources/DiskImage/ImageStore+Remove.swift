internal import GLib
internal import Glibc
package import VMProfile

extension ImageStore {
  /// Removes an image with all its versions.
  ///
  /// - Parameter basesInUse: the base images of the instances' disks, by instance.
  /// - Throws: `imageInUse` naming the instances; `buildBusy` while it is being built.
  package func remove(_ name: String, _ arch: Architecture, basesInUse: [String: String]) throws(DiskImageError) {
    try ImageName.check(name)
    let folder = folder(name, arch)
    guard FileStatus(folder) != nil else { throw .imageNotBuilt(name: name, arch: arch) }
    let users = basesInUse.filter { $0.value.hasPrefix(folder + "/") }.keys.sorted()
    guard users.isEmpty else { throw .imageInUse(name: name, users: users) }
    do throws(GLibError) {
      guard let lock = try FileLock.attempt("\(root)/\(name)/build.lock") else {
        throw GLibError("busy", code: EWOULDBLOCK)
      }
      // First the link: from here on nobody starts from it.
      unlink("\(folder)/current")
      try? Folder.remove(folder)
      withExtendedLifetime(lock) {}
    } catch {
      if error.code == EWOULDBLOCK { throw .buildBusy(name: name, waited: .zero) }
      throw .file(error.description)
    }
  }
}
