internal import GLib
internal import Glibc
package import VMProfile

extension ImageStore {
  /// Removes an image with all its versions, and what a broken-off pull of it left.
  ///
  /// - Parameter inUse: the files that each VM stands on; asked again when nobody can start from the image any more.
  /// - Throws: `imageInUse` naming the VMs; `imageBusy` while another vmrun is at work on it.
  package func remove(
    _ name: String, _ arch: Architecture, inUse: () -> [String: [String]]
  ) throws(DiskImageError) {
    try ImageName.check(name)
    let folder = folder(name, arch)
    guard FileStatus(folder) != nil else { throw .imageNotStored(name: name, known: names()) }
    try checkUnused(name, folder, inUse())
    guard let lock = try Durable.lock(lockFile(name)) else { throw .imageBusy(name: name, waited: .zero) }
    // First the link: from here on nobody starts from it.
    let current = currentVersion(name, arch)
    unlink("\(folder)/current")
    do throws(DiskImageError) {
      try checkUnused(name, folder, inUse())
    } catch {
      if let current { try Durable.link("\(folder)/current", to: current) }
      throw error
    }
    for entry in Folder.names(in: "\(root)/\(name)")
    where entry.hasPrefix("\(Self.partialPrefix)\(arch.rawValue)-") || entry.hasPrefix(StagedFolder.prefix) {
      try Durable.folder { () throws(GLibError) in try Folder.remove("\(root)/\(name)/\(entry)") }
    }
    try Durable.folder { () throws(GLibError) in try Folder.remove(folder) }
    removeEmpty(name)
    withExtendedLifetime(lock) {}
  }

  private func checkUnused(_ name: String, _ folder: String, _ inUse: [String: [String]]) throws(DiskImageError) {
    let users = inUse.filter { $0.value.contains { $0.hasPrefix(folder + "/") } }.keys.sorted()
    guard users.isEmpty else { throw .imageInUse(name: name, users: users) }
  }

  /// The lock's file goes last: whoever waits for it finds that out, and makes a new one.
  private func removeEmpty(_ name: String) {
    let folder = "\(root)/\(name)"
    guard Set(Folder.names(in: folder)).isSubset(of: ["build.lock", "build.log", "build.pid"]) else { return }
    for file in ["build.log", "build.pid", "build.lock"] { unlink("\(folder)/\(file)") }
    rmdir(folder)
  }
}
