internal import GLib
internal import JSON

/// `trust.json`: what this user has allowed, by its content.
struct TrustRecord: Sendable, Equatable, Codable {
  struct Permission: Sendable, Equatable, Codable {
    /// The profile's name when it was allowed, for whoever reads the file.
    var profile: String
    var origin: String
    /// Seconds since 1970.
    var since: Int64
  }

  /// How many are kept; the oldest go first.
  static let maximumCount = 10_000
  /// How many are kept of one profile: projects of one user may be held to different commits of it.
  static let maximumOfProfile = 8

  /// The format of this file.
  var version = 1
  /// By the digest of what was allowed.
  var allowed: [String: Permission] = [:]

  init() {}

  /// Reads the file; nothing is allowed where there is none.
  init(path: String) throws(RuntimeError) {
    guard Folder.exists(path) else {
      self.init()
      return
    }
    do {
      self = try JSONCoding.decode(Self.self, from: try DurableFile.read(path, limit: 16 << 20))
    } catch {
      throw RuntimeError(
        .failed, "\(path) cannot be read: remove it, and allow profiles anew with `vmrun profile trust`")
    }
  }

  mutating func allow(_ digest: String, _ permission: Permission) {
    allowed[digest] = permission
    let same = allowed.filter { $0.value.profile == permission.profile && $0.value.origin == permission.origin }
    for old in same.sorted(by: { $0.value.since > $1.value.since }).dropFirst(Self.maximumOfProfile)
    where old.key != digest {
      allowed[old.key] = nil
    }
    guard allowed.count > Self.maximumCount else { return }
    for old in allowed.sorted(by: { $0.value.since < $1.value.since }).prefix(allowed.count - Self.maximumCount) {
      allowed[old.key] = nil
    }
  }

  /// Removes what was allowed of a source's profiles.
  ///
  /// - Parameter isLast: no other source has this origin: then what a project's own profiles have of it goes as well.
  /// - Returns: how many permissions there were.
  mutating func forget(source: String, origin: String, isLast: Bool) -> Int {
    let gone = allowed.filter { _, permission in
      // A profile may extend several: the origins of one are joined by the word.
      guard permission.origin.split(separator: " ").contains(where: { $0 == origin }) else { return false }
      return permission.profile.hasPrefix(source + "/") || isLast
    }.map(\.key)
    for digest in gone { allowed[digest] = nil }
    return gone.count
  }

  func write(to path: String) throws(RuntimeError) {
    let bytes: [UInt8]
    do { bytes = try JSONCoding.encode(self) } catch { throw RuntimeError(.failed, "cannot write \(path): \(error)") }
    try translating { () throws(GLibError) in try DurableFile.write(bytes, to: path, mode: 0o600) }
  }
}
