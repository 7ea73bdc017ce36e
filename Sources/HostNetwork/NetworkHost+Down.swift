internal import GLib
internal import Glibc

extension NetworkHost {
  /// Takes a network down; one that is not up is left alone.
  ///
  /// - Parameter force: also under machines that run in it.
  /// - Returns: whether there was anything to undo.
  @discardableResult
  package func down(_ name: String, force: Bool = false) async throws(HostNetworkError) -> Bool {
    // A vmrun that was killed early may have left a folder or a namespace, and no record yet.
    let hasLeftovers = Folder.exists(realm.files(name)) || Folder.exists(realm.holderFile)
    guard Folder.exists(realm.record(name)) || hasLeftovers else { return false }
    return try await locked { () throws(HostNetworkError) in
      guard let record = NetworkRecord(path: realm.record(name)) else {
        try forget(name)
        await realm.releaseNamespace()
        return false
      }
      let users = record.members.filter(isRunning).map(\.machine)
      guard force || users.isEmpty || record.bootID != HostClock.bootID else {
        let list = users.map { "'\($0)'" }.joined(separator: ", ")
        throw HostNetworkError(
          .failed,
          "the network '\(name)' is used by \(list): stop \(users.count == 1 ? "it" : "them") first, or take the network "
            + "down all the same with `vmrun net down --force \(name)`")
      }
      if let other = sharer(of: record) {
        throw HostNetworkError(
          .failed,
          "the network '\(other)' uses the bridge '\(record.bridge)', too, which '\(name)' has made: take '\(other)' down "
            + "first")
      }
      try await undo(record, isForced: force)
      await realm.releaseNamespace()
      return true
    }
  }

  /// Undoes exactly what is on record, the last change first, then forgets it. Safe to be killed and repeated.
  func undo(_ record: NetworkRecord, isForced: Bool = false) async throws(HostNetworkError) {
    if record.bootID == HostClock.bootID {
      // Nobody enters a user's namespace again whose holder has ended; only its servers are still to be found.
      guard !realm.isRootless || realm.holder != nil && record.namespaceID == realm.namespaceID else {
        for case .process(_, let file) in record.changes { await RecordedProcess(file).end() }
        return try forget(record.name)
      }
      guard record.namespaceID == realm.namespaceID else {
        throw HostNetworkError(
          .failed,
          "the network '\(record.name)' was brought up in another network namespace (net:[\(record.namespaceID)]): run "
            + "`vmrun net down \(record.name)` there")
      }
      let undoer = NetworkUndoer(
        realm: realm, record: record, others: records().filter { $0.name != record.name },
        isForced: isForced)
      try await undoer.undo(save: save)
    }
    try forget(record.name)
  }

  private func forget(_ name: String) throws(HostNetworkError) {
    do throws(GLibError) { try Folder.remove(realm.files(name)) } catch {
      throw HostNetworkError(.failed, error.message)
    }
    unlink(realm.record(name))
    DurableFile.removeLeftovers(of: realm.record(name))
  }

  /// Another network on a bridge that this one has made.
  private func sharer(of record: NetworkRecord) -> String? {
    let made = record.changes.contains { change in
      switch change {
      case .bridge(let name, _), .openVSwitch(let name): name == record.bridge
      default: false
      }
    }
    guard made else { return nil }
    // One that never came up has nothing there.
    return records().first { $0.name != record.name && $0.bridge == record.bridge && $0.isComplete }?.name
  }
}
