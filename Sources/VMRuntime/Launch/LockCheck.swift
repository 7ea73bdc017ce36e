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

  init(_ file: ProfileFile, cache: String) throws(RuntimeError) {
    self.file = file
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
      image.file == nil ? remedy(written ?? "", locked, isKept: image.isKept) : "take the team's file, or \(relock)")
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

  private var relock: String { "`vmrun profile lock` if that is meant" }

  private func remedy(_ image: String, _ locked: String, isKept: Bool) -> String {
    let name = file.profile.name
    guard !isKept else {
      return "the machine's disk stands on it: begin anew with `vmrun delete \(name)`, or \(relock)"
    }
    switch locked.prefix(while: { $0 != ":" }) {
    case "recipe":
      return "take the team's recipe and build it with `vmrun image build \(image)`, or \(relock)"
    default: return "get the team's with `vmrun image pull \(image)`, or \(relock)"
    }
  }

  private func differs(_ what: String, _ remedy: String) -> RuntimeError {
    // What the lock says may be anybody's words.
    RuntimeError(.unavailable, "'\(file.profile.name)' differs from \(lockFile): \(what): \(remedy)".printableLine)
  }
}
