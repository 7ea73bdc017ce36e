internal import DiskImage
internal import GLib
internal import Glibc

/// What is in a file of the host, in the words of a project's lock: the same for everybody who has the same file.
///
/// A whole file is read once for as long as nobody touches it: its digest is kept in the user's cache.
struct FileContent {
  /// Bytes that are read whole: GLib's SHA-256 takes about three seconds for a gigabyte. What is larger, such as the disk
  /// of another machine, is told by its size and some of its blocks.
  static let wholeLimit: Int64 = 1 << 30

  /// The folder of the cache.
  let cache: String

  /// `sha256:…`, or `sample:SIZE:…` for a large one.
  func current(_ path: String) async throws(RuntimeError) -> String {
    try await content(path, of: status(path).st_size <= Self.wholeLimit ? "sha256" : "sample")
  }

  /// The same in the way that a lock has chosen.
  func like(_ locked: String, _ path: String) async throws(RuntimeError) -> String {
    try await content(path, of: locked.prefix { $0 != ":" })
  }

  private func content(_ path: String, of kind: Substring) async throws(RuntimeError) -> String {
    let status = try status(path)
    switch kind {
    case "size": return "size:\(status.st_size)"
    case "sample":
      guard let digest = FileSample.digest(path) else { throw RuntimeError(.failed, "cannot read \(path)") }
      return "sample:\(status.st_size):\(digest)"
    default: return try await "sha256:\(whole(path, status))"
    }
  }

  private func status(_ path: String) throws(RuntimeError) -> stat {
    var status = stat()
    guard stat(path, &status) == 0 else { throw RuntimeError(GLibError.systemCall("look at", path)) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw RuntimeError(.invalidProfile, "\(path) is no regular file") }
    return status
  }

  private func whole(_ path: String, _ status: stat) async throws(RuntimeError) -> String {
    let record = "\(cache)/digests/\(Checksum.sha256(path.utf8))"
    let state = Self.state(status)
    if let text = DurableFile.text(record) {
      let words = text.split(separator: " ")
      if words.count == 2, words[0] == state { return String(words[1]) }
    }
    let digest: String
    do throws(DiskImageError) { digest = try await FileDigest.compute(path).digits } catch { throw RuntimeError(error) }
    // What was written a moment ago may be written again without a new time, and what changed meanwhile is unknown.
    if HostClock.now - Int64(status.st_mtim.tv_sec) > 2, try Self.state(self.status(path)) == state {
      try? PrivateDirectory.ensure(cache)
      try? PrivateDirectory.ensure("\(cache)/digests")
      try? DurableFile.replace("\(state) \(digest)".utf8, to: record)
    }
    return digest
  }

  private static func state(_ status: stat) -> String {
    let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
    return (["\(status.st_dev)", "\(status.st_ino)", "\(status.st_size)"] + times).joined(separator: ":")
  }
}
