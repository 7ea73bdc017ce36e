internal import QEMU
internal import QMP
internal import VMProfile

// Forwards have commands in the human monitor only, whose errors are texts like any answer: what counts is what
// `info usernet` shows afterwards.
extension HotPlugSession {
  /// Adds a forward to a card on user networking.
  ///
  /// - Parameter nic: nil: the first such card.
  mutating func addForward(_ forward: PortForward, nic id: String?) async throws(RuntimeError) -> NICForward {
    let nic = try userNIC(id)
    try checkPorts([forward])
    let netdev = Self.netdev(of: nic.id)
    let before = try await forwards(of: netdev)
    let said = try await ask { monitor throws(QMPError) in
      try await monitor.human("hostfwd_add \(netdev) \(forward.hostForward)")
    }
    let after = try await forwards(of: netdev)
    // With host port 0 QEMU chose one, and no other program can take it in between.
    let added = after.filter { !before.contains($0) }.first { record in
      let wanted = ForwardRecord(forward)
      return record.protocol == wanted.protocol && record.hostAddress == wanted.hostAddress
        && record.guestPort == wanted.guestPort && [0, record.hostPort].contains(wanted.hostPort)
    }
    guard let added else {
      throw RuntimeError(
        .failed, "the forward \(forward) was not added to \(nic.id) of '\(machine.name)': \(Self.quoted(said))")
    }
    try note(after, of: nic.id)
    return NICForward(nic: nic.id, forward: added)
  }

  /// Removes a forward; connections through it go on.
  mutating func removeForward(_ selector: ForwardSelector, nic id: String?) async throws(RuntimeError) -> NICForward {
    let nics = try id.map { id throws(RuntimeError) in [try userNIC(id)] } ?? run.nics
    let found = try selector.pick(
      from: nics.flatMap { nic in nic.forwards.map { NICForward(nic: nic.id, forward: $0) } }, of: "\(machine.name)")
    _ = try userNIC(found.nic)
    let netdev = Self.netdev(of: found.nic)
    let rule = "\(found.forward.protocol):\(found.forward.hostAddress):\(found.forward.hostPort)"
    let said = try await ask { monitor throws(QMPError) in try await monitor.human("hostfwd_remove \(netdev) \(rule)") }
    let after = try await forwards(of: netdev)
    guard !after.contains(found.forward) else {
      throw RuntimeError(.failed, "the forward \(rule) of '\(machine.name)' is still there: \(Self.quoted(said))")
    }
    try note(after, of: found.nic)
    return found
  }

  private func forwards(of netdev: String) async throws(RuntimeError) -> [ForwardRecord] {
    let text = try await ask { monitor throws(QMPError) in try await monitor.human("info usernet") }
    return UserNetworkInfo(text).forwards[netdev] ?? []
  }

  private mutating func note(_ forwards: [ForwardRecord], of id: String) throws(RuntimeError) {
    guard let index = run.nics.firstIndex(where: { $0.id == id }) else { return }
    run.nics[index].forwards = forwards
    try save()
  }

  private func userNIC(_ id: String?) throws(RuntimeError) -> NICRecord {
    if let id {
      let nic = try nic(id)
      guard nic.attachment == "user" else {
        throw RuntimeError(
          .failed, "\(id) of '\(machine.name)' is on '\(nic.attachment)': \(Self.reason(nic))")
      }
      return nic
    }
    if let nic = run.nics.first(where: { $0.attachment == "user" }) { return nic }
    throw RuntimeError(
      .failed, "'\(machine.name)' has no NIC on user networking: add one with `vmrun nic add \(machine.name) user`")
  }

  private static func reason(_ nic: NICRecord) -> String {
    nic.attachment == "passt"
      ? "passt's forwards are settled when it starts: write them into the profile and restart, or add a NIC on 'user'"
      : "only a NIC on 'user' has forwards that come and go"
  }

  private static func quoted(_ said: String) -> String {
    said.isEmpty ? "QEMU gave no reason" : "QEMU said: \(said)"
  }
}
