internal import GLib
internal import Glibc
internal import VMProfile

/// What bringing a network up came to.
package struct NetworkUp: Sendable {
  package var record: NetworkRecord
  /// It was up before.
  package var wasUp: Bool
  /// It was up for as long as machines need it, and stays now.
  package var staysNow = false
  /// What the user should know: a firewall that drops, a way out that is missing.
  package var warnings: [String]
}

extension NetworkHost {
  /// Brings a network up, to stay until `down`; one that is up already is left as it is.
  package func up(_ request: Request) async throws(HostNetworkError) -> NetworkUp {
    try await locked { () throws(HostNetworkError) in try await upLocked(request, for: nil) }
  }

  /// - Parameter member: the machine whose start asks for it; the last machine takes it down again then.
  func upLocked(_ request: Request, for member: NetworkMember?) async throws(HostNetworkError) -> NetworkUp {
    let name = request.network.name.description
    if var record = NetworkRecord(path: realm.record(name)) {
      if isStanding(record) {
        try requireSame(record, request)
        // What somebody brought up by hand stays, whoever leaves it.
        if member == nil, record.isOnDemand {
          record.isOnDemand = false
          try save(record)
          return NetworkUp(record: record, wasUp: true, staysNow: true, warnings: [])
        }
        return NetworkUp(record: record, wasUp: true, warnings: [])
      }
      // Begun and not finished, or of an earlier boot: what is left of it goes first.
      try await undo(record)
    }
    return try await make(request, for: member)
  }

  /// Every step in its order. After each one the record tells what to undo.
  private func make(_ request: Request, for member: NetworkMember?) async throws(HostNetworkError) -> NetworkUp {
    let network = request.network
    var warnings: [String] = []
    try requireTools(network)
    // 1. A place: the user's own namespace, with a way out where the network asks for one.
    try await realm.ensureNamespace()
    if network.nat != .off, let problem = try await realm.ensureWayOut() { warnings.append(problem) }
    do throws(HostNetworkError) {
      if network.switchKind != .linux { try await OpenVSwitch(realm: realm).requireRunning() }
      // 2. The plan fits the host as it is now.
      let look = try realm.look()
      let plan = NetworkPlan(network, look: look, others: records().filter { $0.name != "\(network.name)" }, salt: salt)
      try plan.check()
      if network.nat == .auto, look.defaultInterface == nil, warnings.isEmpty {
        warnings.append("the host has no default route, so guests reach the host and nothing beyond it")
      }
      // 3. Written down, then made.
      var record = plan.record()
      record.file = request.file
      record.digest = request.digest
      record.bootID = HostClock.bootID
      record.namespaceID = realm.namespaceID
      record.created = HostClock.now
      // A machine that asks for it is in it from the first: whoever ends the machine's start takes both away.
      record.isOnDemand = member != nil
      record.members = [member].compactMap(\.self)
      try makeFiles(record)
      let maker = NetworkMaker(realm: realm, plan: plan)
      try maker.complete(&record)
      try save(record)
      do throws(HostNetworkError) {
        let ruleset = try await maker.make(record)
        warnings += await firewallWarnings(record, ruleset: ruleset)
        // 4. Last, as it may cut off whoever types this.
        try await moveUplink(&record)
        record.isComplete = true
        try save(record)
      } catch {
        try? await undo(record)
        throw error
      }
      if member != nil, record.unconfirmedUntil != nil {
        warnings.append(
          "'\(record.uplink ?? "")' gets its addresses back in 30 s unless this is confirmed: `vmrun net confirm \(record.name)`"
        )
      }
      return NetworkUp(record: record, wasUp: false, warnings: warnings)
    } catch {
      await realm.releaseNamespace()
      throw error
    }
  }

  private func makeFiles(_ record: NetworkRecord) throws(HostNetworkError) {
    let folder = realm.files(record.name)
    guard mkdir(folder, realm.isRootless ? 0o700 : 0o755) == 0 || errno == EEXIST else {
      throw HostNetworkError(.failed, "cannot create the folder \(folder): \(String(cString: strerror(errno)))")
    }
  }

  /// Whether all of a network is there: made to the end, in this boot and in this network namespace.
  package func isStanding(_ record: NetworkRecord) -> Bool {
    let isOverdue = record.unconfirmedUntil.map { $0 < HostClock.now } ?? false
    return record.isComplete && !isOverdue && record.bootID == HostClock.bootID
      && record.namespaceID == realm.namespaceID
  }

  func requireSame(_ record: NetworkRecord, _ request: Request) throws(HostNetworkError) {
    let name = record.name
    if let file = request.file, let other = record.file, file != other {
      throw HostNetworkError(
        .failed,
        "the network '\(name)' is up from \(other), not from \(file): take it down with `vmrun net down \(name)`, or rename "
          + "one of the files")
    }
    guard record.digest == request.digest else {
      throw HostNetworkError(
        .failed,
        "\(request.file ?? "the network '\(name)'") has changed since the network came up: take it down with "
          + "`vmrun net down \(name)`, then bring it up again")
    }
  }
}
