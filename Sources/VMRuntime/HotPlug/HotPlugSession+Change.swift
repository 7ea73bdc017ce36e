internal import JSON
internal import QEMU
internal import QMP
internal import VMProfile

extension HotPlugSession {
  /// - Throws: `RuntimeError` when there is no such card, or the board cannot unplug it.
  func checkRemovable(_ id: String) throws(RuntimeError) {
    let nic = try nic(id)
    guard let board = MachineType(rawValue: run.machine) else { return }
    let kept = "it stays until the machine stops; `vmrun nic link \(machine.name) \(id) down` pulls its cable"
    guard board.hasPCI else {
      throw RuntimeError(.unavailable, "board '\(board)' of '\(machine.name)' cannot unplug \(id): \(kept)")
    }
    guard board.hasRootPorts, nic.port == nil else { return }
    throw RuntimeError(
      .unavailable, "\(id) of '\(machine.name)' sits on a bus that takes no hot-plug, not on a port: \(kept)")
  }

  /// Remembers whether the guest still has a request to answer.
  mutating func noteRemoving(_ id: String, _ isRemoving: Bool) throws(RuntimeError) {
    guard let index = run.nics.firstIndex(where: { $0.id == id }) else { return }
    run.nics[index].removing = isRemoving ? true : nil
    try save()
  }

  mutating func setLink(_ id: String, up: Bool) async throws(RuntimeError) {
    let nic = try nic(id)
    if up, nic.attachment == "none" {
      throw RuntimeError(.failed, "\(id) of '\(machine.name)' has no cable: its attachment is 'none'")
    }
    try await ask { monitor throws(QMPError) in try await monitor.setLink(id, up: up) }
    guard let index = run.nics.firstIndex(where: { $0.id == id }) else { return }
    run.nics[index].link = up ? "up" : "down"
    try save()
  }
}
