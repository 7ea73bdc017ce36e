internal import GLib
internal import VMProfile

/// Where a file of a source of profiles lies: `sources/NAME/REPOSITORY/COMMIT/…` in the user's data folder.
///
/// A checkout is named after its commit and never changed, so that a machine that runs, and another project that is held
/// to an older commit, keep theirs. REPOSITORY tells sources of one name by their URLs.
struct SourcePlace: Sendable, Equatable {
  static let repositoryDigits = 16

  let source: VMName
  /// The folder of all that is known of the repository: the same for all commits.
  let repository: String
  let commit: GitCommit
  /// Beneath the checkout.
  let relative: String

  /// The top of the checkout.
  var root: String { "\(repository)/\(commit)" }

  /// Told by the path's text, which is whole and without links; nil for a file of another place.
  init?(path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices where parts[index] == "sources" && index + 3 < parts.count {
      guard let source = VMName(parts[index + 1]), Self.isRepository(parts[index + 2]),
        let commit = GitCommit(parts[index + 3])
      else { continue }
      self.source = source
      self.commit = commit
      repository = parts[...(index + 2)].joined(separator: "/")
      relative = parts[(index + 4)...].joined(separator: "/")
      return
    }
    return nil
  }

  private static func isRepository(_ name: String) -> Bool {
    name.utf8.count == repositoryDigits && name.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }

  /// As messages name the file: `team@1a2b3c4d5e6f/Profiles/web.yml`.
  var shown: String { "\(source)@\(commit.short)/\(relative)" }

  /// Whether a path leads to a file of the same checkout.
  func contains(_ path: String) -> Bool { path.hasPrefix(root + "/") }

  /// The profile that the file holds, whatever the commit; nil for a file that is none.
  var name: SourcedName? {
    guard let file = relative.split(separator: "/").last, file.hasSuffix(".yml"),
      let profile = VMName(String(file.dropLast(4)))
    else { return nil }
    return SourcedName(source: source, profile: profile)
  }

  /// Whether two files are one profile of one source, perhaps of two commits.
  static func isSameProfile(_ left: String, _ right: String) -> Bool {
    guard left != right else { return true }
    guard let left = SourcePlace(path: left), let right = SourcePlace(path: right) else { return false }
    return left.repository == right.repository && left.name == right.name
  }
}
