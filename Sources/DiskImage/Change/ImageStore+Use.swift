internal import GLib
internal import Glibc
package import VMProfile

extension ImageStore {
  /// Makes a version that is there the one that new VMs start from. Nothing else changes: disks stand on what they stood
  /// on.
  ///
  /// - Parameter version: its name, or the beginning of one.
  /// - Returns: the version, and false when it was the current one before.
  /// - Throws: `noSuchVersion` that names those that are there; `imageBusy` while another vmrun is at work on the image.
  package func use(
    _ name: String, _ arch: Architecture, version: String
  ) throws(DiskImageError) -> (image: StoredImage, isNew: Bool) {
    try ImageName.check(name)
    guard FileStatus(folder(name, arch)) != nil else { throw .imageNotStored(name: name, known: names()) }
    guard let lock = try Durable.lock(lockFile(name)) else { throw .imageBusy(name: name, waited: .zero) }
    defer { withExtendedLifetime(lock) {} }
    let versions = versions(name, arch)
    let begun = versions.filter { !version.isEmpty && $0.version.hasPrefix(version) }
    guard let image = versions.first(where: { $0.version == version }) ?? (begun.count == 1 ? begun[0] : nil) else {
      throw .noSuchVersion(name: name, version: version, known: versions.map(\.version))
    }
    guard !isCurrent(image) else { return (image, false) }
    try Durable.link("\(folder(name, arch))/current", to: image.version)
    return (image, true)
  }

  /// What to say when a version that was here has become the current one again, without anything being fetched or made.
  func isCurrentAgain(_ image: StoredImage) -> String {
    "the version \(image.version) is here, and is the current one again"
  }

  /// What to say when a version has taken the place of one of another kind; nil: nothing.
  func replaced(_ old: StoredImage?, by image: StoredImage) -> String? {
    guard let old, old.origin.word != image.origin.word else { return nil }
    return "this is the current version now; the one that was \(old.origin.text) stays, `vmrun image use "
      + "\(old.name)@\(old.version)` goes back to it"
  }

  /// Checks that a name is free for something of an origin, or stands for an earlier version of it.
  ///
  /// - Throws: `nameTaken`.
  func checkName(_ name: String, _ arch: Architecture, for origin: StoredImage.Origin) throws(DiskImageError) {
    // One that is damaged is no reason to keep a good one out.
    guard let image = (try? lookup(name, arch)) ?? nil, image.origin != origin else { return }
    throw .nameTaken(name: name, arch: arch, origin: image.origin.text, version: image.version)
  }
}
