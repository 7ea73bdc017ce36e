internal import DiskImage
internal import GLib
internal import QEMU
internal import VMProfile
internal import Wording

/// Whether a start holds to the project's lock.
struct LockCheck {
  let file: ProfileFile
  private let content: FileContent
  /// What the lock says of this profile; nil: nothing.
  private let entry: ProfileLock.Entry?
  private let lockFile: String
  private let finder: ImageFinder

  init(_ file: ProfileFile, _ finder: ImageFinder, cache: String) throws(RuntimeError) {
    self.file = file
    self.finder = finder
    content = FileContent(cache: cache)
    guard let folder = file.folder, Folder.exists("\(folder)/\(ProfileLock.fileName)") else {
      (entry, lockFile) = (nil, "")
      return
    }
    let path = "\(folder)/\(ProfileLock.fileName)"
    lockFile = SourcePlace(path: path)?.shown ?? VMHost.displayed(path)
    let text = try VMHost.text(of: path)
    do throws(ProfileError) {
      // A source's lock has the names of its files.
      let name = file.path.flatMap(SourcePlace.init(path:))?.name?.profile ?? file.profile.name
      entry = try ProfileLock(yaml: text, file: lockFile).entries[name]
    } catch {
      throw RuntimeError(error)
    }
  }

  /// - Throws: `RuntimeError` of kind `unavailable` when the image is another one.
  func check(_ image: FoundImage?, _ arch: Architecture) async throws(RuntimeError) {
    // Whoever names another image in a layer of their own means it.
    guard let entry, !isOwn("image") else { return }
    let written = file.profile.image?.description
    guard entry.image == written else {
      throw differs("\(Self.named(written)), and the lock has \(entry.image.map { "'\($0)'" } ?? "none")", relock)
    }
    guard isOwn("arch") || entry.arch == arch else {
      throw differs(
        "it would run on \(arch.rawValue), and the lock has \(entry.arch.rawValue)",
        "write `arch: \(entry.arch.rawValue)`, or \(relock)")
    }
    guard entry.arch == arch, let image, let locked = entry.content else { return }
    var here = image.content
    if let file = image.file { here = try await content.like(locked, file) }
    guard let here, locked != here else { return }
    throw differs(
      "its image '\(written ?? "")' is \(here), and the lock has \(locked)",
      image.file != nil
        ? "take the team's file, or \(relock)"
        : image.isKept ? remedyForKept(locked, arch, isFlat: image.isFlat) : remedy(locked, arch))
  }

  /// Gives the error about an image that is not here the words that fit, where the lock asks for a content that neither
  /// a catalogue nor a recipe has: to build or to pull it would only lead to the next error.
  func explaining(_ error: RuntimeError, _ arch: Architecture) -> RuntimeError {
    guard let entry, !isOwn("image"), case .named(let name) = file.profile.image, entry.image == name,
      entry.arch == arch, let locked = entry.content, isPublished(name, locked, arch) == false,
      finder.store.versions(name, arch).isEmpty
    else { return error }
    return RuntimeError(
      .unavailable,
      "image '\(name)' is not here, and \(lockFile) asks for \(locked): \(unpublished(name))".printableLine)
  }

  /// - Throws: `RuntimeError` of kind `unavailable` when a file that the machine reads is another one.
  func checkFiles() async throws(RuntimeError) {
    // Locks of earlier versions have no files.
    guard let entry, !entry.files.isEmpty else { return }
    let files = file.lockedFiles
    for file in files where !isOwn(file.keyPath) {
      guard let locked = entry.files[file.key] else {
        throw differs("it has '\(file.key)', and the lock does not", relock)
      }
      let here = try await content.like(locked, file.path)
      guard here == locked else {
        throw differs(
          "its '\(file.key)', \(file.written), is \(here), and the lock has \(locked)",
          "take the team's file, or \(relock)")
      }
    }
    let gone = Set(entry.files.keys).subtracting(files.map(\.key)).sorted()
    // Disks that a layer of one's own replaces or removes are that person's affair.
    guard let key = gone.first, !hasLocalLayer else { return }
    throw differs("it has no '\(key)', and the lock does", relock)
  }

  private var hasLocalLayer: Bool { file.layers?.files.contains { $0.role == .local } ?? false }

  private static func named(_ image: String?) -> String { image.map { "its image is '\($0)'" } ?? "it has no image" }

  /// - Throws: `RuntimeError` of kind `unavailable` when QEMU is older than the lock asks for.
  func check(_ version: QEMUVersion) throws(RuntimeError) {
    guard let entry else { return }
    guard let oldest = QEMUVersion(release: entry.qemu) else {
      throw RuntimeError(
        .invalidProfile, "\(lockFile): '\(entry.qemu)' is no release of QEMU: write it anew with `vmrun profile lock`")
    }
    guard version < oldest else { return }
    throw differs("QEMU here is \(version), and the lock asks for \(entry.qemu) or newer", "install a newer QEMU")
  }

  private func isOwn(_ keyPath: String) -> Bool {
    guard let place = file.profile.locations[keyPath] else { return false }
    return file.layers?.files.contains { $0.role == .local && $0.file == place.file } ?? false
  }

  private var relock: String {
    guard let name = file.path.flatMap(SourcePlace.init(path:))?.name else {
      return "`vmrun profile lock` if that is meant"
    }
    // The lock of a source is its team's to write.
    return "write a profile of your own with `extends: \(name)`, which that lock does not bind"
  }

  /// Of a machine whose disk stands on an older version than the current one. A new lock would have the current one,
  /// too, and the disk would still differ.
  private func remedyForKept(_ locked: String, _ arch: Architecture, isFlat: Bool) -> String {
    let name = file.profile.name
    let anew = "begin anew with `vmrun delete \(name)`, which loses its disk"
    guard !isFlat, case .named(let image) = file.profile.image else { return "the machine was made from it: \(anew)" }
    let rebase = "put it onto the other, with all that is on it, by `vmrun image rebase \(name)`; or \(anew)"
    let versions = finder.store.versions(image, arch)
    guard let here = versions.first(where: { $0.content == locked }) else {
      return "the machine's disk stands on it; \(remedy(locked, arch)); then \(rebase)"
    }
    let use = finder.store.isCurrent(here) ? "" : "run `vmrun image use \(image)@\(here.version)`, then "
    return "the machine's disk stands on it: \(use)\(rebase)"
  }

  private func remedy(_ locked: String, _ arch: Architecture) -> String {
    guard case .named(let image) = file.profile.image else { return "take the team's file, or \(relock)" }
    if let here = finder.store.versions(image, arch).first(where: { $0.content == locked }) {
      return "it is here, as a version that is not the current one: run `vmrun image use \(image)@\(here.version)`, "
        + "or \(relock)"
    }
    switch isPublished(image, locked, arch) {
    case nil: return "take the team's recipe and build it with `vmrun image build \(image)`, or \(relock)"
    case true?: return "get the team's with `vmrun image pull \(image)`, or \(relock)"
    case false?: return unpublished(image)
    }
  }

  /// Whether a catalogue has a content; nil: a recipe makes it.
  private func isPublished(_ image: String, _ locked: String, _ arch: Architecture) -> Bool? {
    guard !locked.hasPrefix("recipe:") else { return nil }
    return (try? finder.catalogs.readOffline())?.find(image, arch)?.digest.text == locked
  }

  /// Committed from a machine, imported from a file, or published once and no more.
  private func unpublished(_ image: String) -> String {
    "that is in no catalogue and of no recipe: get the image's file from whoever wrote the lock, and take it with "
      + "`vmrun image import FILE --name \(image) --replace`; or \(relock)"
  }

  private func differs(_ what: String, _ remedy: String) -> RuntimeError {
    // What the lock says may be anybody's words.
    RuntimeError(.unavailable, "'\(file.profile.name)' differs from \(lockFile): \(what): \(remedy)".printableLine)
  }
}
