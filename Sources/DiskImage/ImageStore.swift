internal import GLib
internal import Glibc
package import VMProfile

/// The images that VMs can start from.
///
///     ROOT/NAME/ARCH/VERSION/{image.json,disk.qcow2,vmlinuz,initrd.img}   never changed once there
///     ROOT/NAME/ARCH/current -> VERSION                                   replaced by rename
///     ROOT/NAME/{build.lock,build.log}
///
/// A rebuilt image gets a folder of its own, because the disks of existing VMs lie on top of the old one.
package struct ImageStore: Sendable {
  /// `$XDG_DATA_HOME/vmrun/images`; need not exist.
  package let root: String

  package init(root: String) { self.root = root }

  /// The image that a VM starts from. Starts no process.
  ///
  /// - Parameter base: the recorded base of the VM's existing disk. When it is an older version of this very
  ///   image, that version is returned, for the disk only fits to it, and so does its kernel.
  /// - Returns: nil when it is not built.
  /// - Throws: `brokenImage`, `invalidImageName`.
  package func lookup(
    _ name: String, _ arch: Architecture, keeping base: String? = nil
  ) throws(DiskImageError) -> StoredImage? {
    try ImageName.check(name)
    if let base, let version = version(of: base, name, arch) { return try image(name, arch, version: version) }
    guard let version = currentVersion(name, arch) else { return nil }
    return try image(name, arch, version: version)
  }

  /// The same, where there has to be one.
  ///
  /// - Parameter recipes: the folders that `Recipe.find` looks through, for the error to tell apart an image
  ///   that is not built from one that nobody knows.
  /// - Parameter catalogs: asked for what could be pulled when there is no image.
  package func require(
    _ name: String, _ arch: Architecture, keeping base: String? = nil, recipes: [String],
    catalogs: () throws(DiskImageError) -> Catalogs = { Catalogs([]) }
  ) throws(DiskImageError) -> StoredImage {
    if let image = try lookup(name, arch, keeping: base) { return image }
    try checkReadable()
    let known: Catalogs
    do throws(DiskImageError) { known = try catalogs() } catch {
      // A mistake in a catalogue is no reason against a recipe.
      if let recipe = try Recipe.find(name, in: recipes), recipe.targets[arch] != nil {
        throw .imageNotBuilt(name: name, arch: arch)
      }
      throw error
    }
    let offered = known.architectures(name)
    if offered.contains(arch) {
      let recipe = try Recipe.find(name, in: recipes)
      throw .imageNotPulled(name: name, arch: arch, hasRecipe: recipe?.targets[arch] != nil)
    }
    if let recipe = try Recipe.find(name, in: recipes) {
      guard recipe.targets[arch] != nil else {
        throw .unsupportedArchitecture(image: name, arch: arch, supported: recipe.architectures)
      }
      throw .imageNotBuilt(name: name, arch: arch)
    }
    guard offered.isEmpty else { throw .notInCatalog(name: name, arch: arch, others: offered) }
    throw .unknownImage(name: name, known: Set(Recipe.names(in: recipes) + names() + known.names).sorted())
  }

  /// - Throws: `noPermission` when there is a store and this user may not look into it: it would seem to be empty.
  package func checkReadable() throws(DiskImageError) {
    guard FileStatus(root) != nil, access(root, R_OK | X_OK) != 0 else { return }
    throw .noPermission("the image store \(root) is there and cannot be read: check who owns it, or set XDG_DATA_HOME")
  }

  /// All current images; a damaged one is left out.
  package func list() -> [StoredImage] {
    names().flatMap { name in
      Architecture.allCases.compactMap { arch in (try? lookup(name, arch)) ?? nil }
    }
  }

  /// The names under which something is stored, sorted.
  package func names() -> [String] {
    Folder.names(in: root).filter { name in
      ImageName.isValid(name) && Architecture.allCases.contains { currentVersion(name, $0) != nil }
    }
  }

  func folder(_ name: String, _ arch: Architecture) -> String { "\(root)/\(name)/\(arch.rawValue)" }

  func image(_ name: String, _ arch: Architecture, version: String) throws(DiskImageError) -> StoredImage {
    let folder = "\(folder(name, arch))/\(version)"
    switch ImageManifest.read(folder: folder, name: name, arch: arch, version: version) {
    case .success(let image): return image
    case .failure(let fault): throw .brokenImage(name: name, reason: "\(fault.reason) in \(folder)")
    }
  }

  func currentVersion(_ name: String, _ arch: Architecture) -> String? {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = readlink("\(folder(name, arch))/current", &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return ImageName.isValid(target) ? target : nil
  }

  /// The version that a disk's base belongs to, while it is there.
  private func version(of base: String, _ name: String, _ arch: Architecture) -> String? {
    let prefix = folder(name, arch) + "/"
    guard base.hasPrefix(prefix), FileStatus(base)?.kind == .file else { return nil }
    let parts = base.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, ImageName.isValid(String(parts[0])), parts[0] != "current" else { return nil }
    return String(parts[0])
  }
}
