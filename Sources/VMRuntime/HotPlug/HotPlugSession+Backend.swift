internal import GLib
internal import Glibc
internal import JSON
internal import QEMU
internal import QMP
internal import VMProfile

extension HotPlugSession {
  /// Adds the network of a card.
  ///
  /// - Returns: the TAP's name.
  func addBackend(_ nic: ResolvedNIC) async throws(RuntimeError) -> String? {
    var opener = CableOpener(machine: machine)
    if case .network(let name) = nic.attachment {
      let request = try machine.host.networkRequest(name, near: record.profile.map(Folder.parent(of:)))
      try machine.host.requireOwn(request)
      opener.networkTaps = try await NetworkCables(machine: machine).plug([nic], into: request).taps
    }
    switch nic.attachment {
    case .passt:
      try await addPasst(nic, opener.passt(nic))
      return nil
    case .socket:
      try await addSocket(nic)
      return nil
    default: break
    }
    guard let cable = try await opener.open(nic) else {
      try await execute("netdev_add", nic.backendArguments(cableFolder: cableFolder))
      return nil
    }
    // It stays with the monitor until QEMU ends: an unplugged card's switch goes on that long, and does no harm.
    if let lifeline = cable.lifeline { try await give(lifeline, as: "\(nic.netdevID)-life") }
    guard let end = cable.end else {
      try await execute("netdev_add", nic.backendArguments(cableFolder: cableFolder))
      return nil
    }
    // The monitor keeps the descriptor under this name until the network takes it.
    let name = "\(nic.netdevID)-tap"
    try await give(end, as: name)
    do throws(RuntimeError) {
      try await execute("netdev_add", ["type": "tap", "id": .string(nic.netdevID), "fd": .string(name)])
    } catch {
      _ = try? await execute("closefd", ["fdname": .string(name)])
      throw error
    }
    return cable.interface
  }

  private func give(_ descriptor: OpenDescriptor, as name: String) async throws(RuntimeError) {
    try await execute("getfd", ["fdname": .string(name)], descriptors: [descriptor.number])
  }

  /// QEMU connects in a thread of its own, where it knows no descriptor by name: so it gets a path to connect to, and
  /// passt what comes in there.
  private func addPasst(_ nic: ResolvedNIC, _ passt: Passt) async throws(RuntimeError) {
    let path = nic.passtSocket(cableFolder)
    defer { unlink(path) }
    let listener: UnixListener = try translating { () throws(GLibError) in try UnixListener(UnixSocketPath(path)) }
    try await execute("netdev_add", nic.backendArguments(cableFolder: cableFolder))
    do throws(RuntimeError) {
      guard await MainContextExecutor.shared.isReadable(listener.descriptor, within: .seconds(5)) else {
        throw RuntimeError(.timedOut, "QEMU did not connect to passt within 5 s")
      }
      let connection: OpenDescriptor
      do throws(GLibError) { connection = try listener.accept() } catch { throw RuntimeError(error) }
      try await passt.start(on: connection)
    } catch {
      _ = try? await execute("netdev_del", ["id": .string(nic.netdevID)])
      throw error
    }
  }

  /// QEMU accepts a stream's address whatever becomes of it; what did become of it shows a moment later.
  private func addSocket(_ nic: ResolvedNIC) async throws(RuntimeError) {
    try PortCheck(host: machine.host, machine: machine.name).checkSocket(nic.attachment)
    try await execute("netdev_add", nic.backendArguments(cableFolder: cableFolder))
    guard case .socket(.connect(let address)) = nic.attachment, !nic.hasOnlySocketNetwork else { return }
    do throws(RuntimeError) {
      let deadline = ContinuousClock.now + .seconds(5)
      while ContinuousClock.now < deadline {
        let text = try await ask { monitor throws(QMPError) in try await monitor.human("info network") }
        let line = text.split(whereSeparator: \.isNewline).first { $0.contains("\(nic.netdevID): ") } ?? ""
        if line.contains("error") { throw SocketCable.refusal(address, code: ECONNREFUSED) }
        if line.contains("tcp:") { return }
        do { try await Task.sleep(for: .milliseconds(20)) } catch {
          throw RuntimeError(.failed, "the hot-plug was cancelled")
        }
      }
      throw SocketCable.refusal(address, code: ETIMEDOUT)
    } catch {
      _ = try? await execute("netdev_del", ["id": .string(nic.netdevID)])
      throw error
    }
  }
}
