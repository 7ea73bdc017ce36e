internal import Glibc
internal import QEMU
internal import VMProfile

/// Checks the ports that the user chose before QEMU tries them, so that the message can say who has them.
struct PortCheck {
  let host: VMHost
  let machine: VMName

  /// What to do about a port that is taken.
  var remedy = "choose another port in the profile, or 0 to let vmrun choose"

  func check(_ resolved: ResolvedMachine) throws(RuntimeError) {
    for nic in resolved.nics {
      for forward in nic.attachment.forwards { try check(forward) }
      do throws(RuntimeError) { try checkSocket(nic.attachment) } catch {
        throw RuntimeError(error.kind, "\(nic.id) of '\(machine)': \(error.message)")
      }
    }
  }

  /// QEMU would share the port of another card's datagrams, and each would get some of them.
  func checkSocket(_ attachment: Attachment) throws(RuntimeError) {
    guard case .socket(let socket) = attachment else { return }
    switch socket {
    case .udp(_, let local): try checkLocal(.udp, local)
    case .listen(let address): try checkLocal(.tcp, address)
    case .mcast(_, let local?): try checkLocal(.udp, SocketAddress(host: local, port: 0))
    case .connect, .mcast: return
    }
  }

  private func checkLocal(_ transport: PortForward.Transport, _ address: SocketAddress) throws(RuntimeError) {
    let code =
      switch PortProbe.check(transport, address.host.value, address.port) {
      case .free: Int32(0)
      case .taken: EADDRINUSE
      case .noPrivilege: EACCES
      case .noSuchAddress: EADDRNOTAVAIL
      }
    guard code == 0 else { throw Self.cannotListen(transport, address, code: code) }
  }

  /// Why a card's own socket cannot be opened.
  static func cannotListen(
    _ transport: PortForward.Transport, _ address: SocketAddress, code: Int32
  ) -> RuntimeError {
    let what = "cannot listen on \(address)/\(transport.rawValue)"
    switch code {
    case EADDRINUSE:
      let holder = PortHolder.describe(transport, port: address.port) ?? "another user's process"
      return RuntimeError(.failed, "\(what): \(holder) has it; choose another port, here and in the other machine")
    case EADDRNOTAVAIL:
      return RuntimeError(.unavailable, "\(what): no interface of this host has the address \(address.host)")
    case EACCES, EPERM:
      return RuntimeError(.noPermission, "\(what): ports below 1024 need root: choose a higher one")
    default: return RuntimeError(.failed, "\(what): \(String(cString: strerror(code)))")
    }
  }

  func check(_ forward: PortForward) throws(RuntimeError) {
    switch PortProbe.check(forward.transport, forward.hostAddress.value, forward.hostPort) {
    case .free: return
    case .taken: throw taken(forward)
    case .noPrivilege:
      throw RuntimeError(
        .noPermission,
        "\(place(forward)): ports below 1024 need root: choose a higher one, such as \(8000 + UInt32(forward.hostPort))"
      )
    case .noSuchAddress:
      throw RuntimeError(
        .unavailable, "\(place(forward)): no interface of this host has the address \(forward.hostAddress)")
    }
  }

  private func place(_ forward: PortForward) -> String {
    "the forward \(forward) of '\(machine)' cannot listen on \(forward.transport.rawValue) port \(forward.hostPort)"
  }

  private func taken(_ forward: PortForward) -> RuntimeError {
    let holder =
      machineThatHas(forward) ?? PortHolder.describe(forward.transport, port: forward.hostPort)
      ?? "another user's process"
    return RuntimeError(.failed, "\(place(forward)): \(holder) has it; \(remedy)")
  }

  private func machineThatHas(_ forward: PortForward) -> String? {
    let owner = host.machines().lazy.map { $0.status() }.first { status in
      status.forwards.contains { $0.hostPort == forward.hostPort && $0.protocol == forward.transport.rawValue }
    }
    return owner.map { $0.name == "\(machine)" ? "'\(machine)' itself" : "the machine '\($0.name)'" }
  }
}
