internal import GLib
internal import Glibc
package import VMProfile

/// The networks of whoever runs this program: brings them up and down, and plugs machines in.
///
/// Every change is written down before it is made, and only what is written down is undone: a vmrun that is killed
/// anywhere leaves a record from which the next `up` or `down` goes on. Root needs CAP_NET_ADMIN; other users get a
/// namespace of their own and need no privilege.
package struct NetworkHost: Sendable {
  package let realm: NetworkRealm
  /// The path of vmrun itself, for what has to be done later.
  let program: String

  package init(realm: NetworkRealm, program: String) {
    self.realm = realm
    self.program = program
  }

  /// A network as asked for, with where it is from.
  package struct Request: Sendable {
    package var network: NetworkProfile
    /// The file's path.
    package var file: String?
    /// Of the file's text.
    package var digest: String

    package init(network: NetworkProfile, file: String?, digest: String) {
      self.network = network
      self.file = file
      self.digest = digest
    }
  }

  /// The networks on record, by name.
  package func records() -> [NetworkRecord] { realm.networkNames().sorted().compactMap(record) }

  /// One network; nil when it is not on record. A record of an earlier boot counts for nothing: what it tells of went
  /// with that boot.
  package func record(_ name: String) -> NetworkRecord? {
    guard let record = NetworkRecord(path: realm.record(name)), record.bootID == HostClock.bootID else { return nil }
    return record
  }

  /// Runs one change after the other, among all networks of this user.
  func locked<Value: Sendable>(
    _ body: () async throws(HostNetworkError) -> Value
  ) async throws(HostNetworkError) -> Value {
    let lock: FileLock?
    do {
      try realm.ensureFolder()
      lock = try await FileLock.acquire(realm.lock, timeout: .seconds(60))
    } catch {
      throw HostNetworkError(error.code == EACCES || error.code == EPERM ? .noPermission : .failed, error.message)
    }
    guard let lock else {
      throw HostNetworkError(
        .timedOut, "another vmrun has been changing networks for 60 s: see who holds \(realm.lock)")
    }
    defer { withExtendedLifetime(lock) {} }
    return try await body()
  }

  func save(_ record: NetworkRecord) throws(HostNetworkError) { try record.write(to: realm.record(record.name)) }

  /// A line of text that nobody knew before it was made.
  var salt: String {
    let machineID = DurableFile.text("/etc/machine-id")?.trimmingSpaces ?? ""
    return "\(machineID) \(geteuid()) \(realm.folder)"
  }
}
