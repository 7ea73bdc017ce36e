internal import GLib
public import VMProfile
internal import Wording

extension VMHost {
  /// What of a profile must be allowed, and has not been.
  public func untrustedReach(of file: ProfileFile) throws(RuntimeError) -> ProfileReach? {
    guard let reach = try reach(of: file) else { return nil }
    return try isTrusted(reach) ? nil : reach
  }

  /// Whether all of it was allowed as it is now.
  public func isTrusted(_ reach: ProfileReach) throws(RuntimeError) -> Bool {
    try TrustRecord(path: directories.trust).allowed[reach.digest] != nil
  }

  /// Allows what a profile reaches of this host, for as long as nothing of it changes.
  public func trust(_ reach: ProfileReach) async throws(RuntimeError) {
    let lock = try await lockTrust()
    defer { withExtendedLifetime(lock) {} }
    var record = try TrustRecord(path: directories.trust)
    record.allow(
      reach.digest, TrustRecord.Permission(profile: reach.name, origin: reach.origin, since: HostClock.now))
    try record.write(to: directories.trust)
  }

  /// Takes back what was allowed of a source.
  func forget(source: VMName, origin: String, isLast: Bool) async throws(RuntimeError) -> Int {
    guard Folder.exists(directories.trust) else { return 0 }
    let lock = try await lockTrust()
    defer { withExtendedLifetime(lock) {} }
    var record = try TrustRecord(path: directories.trust)
    let count = record.forget(source: "\(source)", origin: origin, isLast: isLast)
    if count > 0 { try record.write(to: directories.trust) }
    return count
  }

  private func lockTrust() async throws(RuntimeError) -> FileLock {
    do throws(GLibError) {
      try PrivateDirectory.ensure(directories.state)
      if let lock = try await FileLock.acquire(directories.trust + ".lock", timeout: .seconds(30)) { return lock }
    } catch {
      throw RuntimeError(error)
    }
    throw RuntimeError(.timedOut, "another vmrun has \(directories.trust) locked: try again")
  }

  /// - Throws: `RuntimeError` of kind `noPermission` when something is not allowed, with what it is and how to allow it.
  public func requireTrust(in file: ProfileFile) throws(RuntimeError) {
    guard let reach = try untrustedReach(of: file) else { return }
    throw RuntimeError(
      .noPermission,
      """
      '\(reach.name)' comes from \(reach.origin), and reaches this host in ways that nobody has allowed as they are now:
      \(reach.lines.map { "  \($0)" }.joined(separator: "\n"))
      allow that with `vmrun profile trust \(try nameToTrust(reach, file))`
      """)
  }
}

extension VMHost {
  /// A machine outlives its source, whose name leads nowhere then.
  private func nameToTrust(_ reach: ProfileReach, _ file: ProfileFile) throws(RuntimeError) -> String {
    let words = reach.name.split(separator: "/")
    guard words.count == 2, let source = VMName(String(words[0])), machine(file.profile.name).hasInstance,
      try self.source(source) == nil
    else { return reach.name }
    return "\(file.profile.name)"
  }
}

extension ProfileReach {
  /// One line for each item, unable to steer a terminal.
  public var lines: [String] { items.map(\.line) }
}

extension HostReach {
  /// `team@1a2b3c4d5e6f/Profiles/web.yml:4:5: runs ./up.sh as root when the machine starts: /home/ann/…/up.sh`. A path that
  /// was written whole, and leads nowhere else by a link, is not said again.
  public var line: String {
    let place = location.map { "\($0): " } ?? ""
    guard let path, !sentence.split(separator: " ").contains(where: { $0 == path }) else {
      return "\(place)\(sentence)".escapedLine
    }
    return "\(place)\(sentence): \(path)".escapedLine
  }
}
