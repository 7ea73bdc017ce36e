internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile

/// The profiles of a git work tree as its last commit has them. Nothing of the repository is run: blobs are read as they
/// are, by `git cat-file`.
struct CommittedFiles: Sendable {
  /// As `ls-tree` lists them: a profile is a regular file of at most 1 MiB.
  private static let maximumFileSize = 1 << 20

  /// The top of the work tree.
  let top: String
  private let git = GitProgram()
  /// By their whole paths in the work tree: the names of the blobs.
  private let blobs: [String: String]
  private var texts: [String: String] = [:]

  private var repository: String { top + "/.git" }

  /// - Throws: `RuntimeError`: `noPermission` for a repository of another user, whose settings are not to be followed,
  ///   `failed` for one without a commit.
  init(top: String) async throws(RuntimeError) {
    self.top = top
    var status = stat()
    // As git itself has it: safe.directory of git-config(1).
    guard stat(top + "/.git", &status) == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
      throw RuntimeError(
        .noPermission,
        "the repository in \(top) belongs to another user, and git does not read it for you: compare with "
          + "the last start, --last-start, or with another profile")
    }
    let head = try await git.local(top + "/.git", ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
    guard head.status.isSuccess else {
      throw RuntimeError(
        .failed, "there is no commit in \(top) to compare with: compare with the last start, --last-start")
    }
    let listing = try await git.check(top + "/.git", ["ls-tree", "-r", "-l", "-z", "--full-tree", "HEAD"])
    var blobs: [String: String] = [:]
    for line in listing.utf8.split(separator: 0) {
      let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      let words = parts.first?.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) } ?? []
      guard parts.count == 2, words.count == 4, words[1] == "blob", words[0].hasPrefix("100") else { continue }
      let path = String(Substring(parts[1]))
      // Of one that is not here, as in a partial clone, the size is no number: to read it fails, and says so.
      guard path.hasSuffix(".yml"), (Int(words[3]) ?? 0) <= Self.maximumFileSize else { continue }
      blobs["\(top)/\(path)"] = words[2]
    }
    self.blobs = blobs
  }

  func has(_ path: String) -> Bool { blobs[path] != nil }

  /// A file's text, once it was loaded.
  func text(_ path: String) -> String? { texts[path] }

  mutating func load(_ path: String) async throws(RuntimeError) {
    guard let blob = blobs[path] else { return }
    texts[path] = try await git.check(repository, ["cat-file", "blob", blob])
  }
}
