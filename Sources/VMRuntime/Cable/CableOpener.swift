internal import GLib
internal import Glibc
internal import HostNetwork
internal import QEMU
internal import VMProfile

/// Opens what cards are plugged into.
struct CableOpener {
  let machine: Machine
  /// Those of cards in networks of the host, by the cards' ids.
  var networkTaps: [String: Cable] = [:]

  /// - Returns: nil for a card that QEMU plugs in by itself.
  /// - Throws: `RuntimeError` that names the card.
  func open(_ nic: ResolvedNIC) async throws(RuntimeError) -> Cable? {
    do throws(RuntimeError) { return try await opened(nic) } catch {
      throw RuntimeError(error.kind, "\(nic.id) of '\(machine.name)': \(error.message)")
    }
  }

  private func opened(_ nic: ResolvedNIC) async throws(RuntimeError) -> Cable? {
    switch nic.attachment {
    case .user, .none: return nil
    case .tap(.made(let bridge)):
      let made = try await Self.makeTap(bridge: bridge, mtu: nic.mtu)
      return Cable(end: OpenDescriptor(made.descriptor), interface: made.interface)
    case .tap(.existing(let name)):
      do throws(HostNetworkError) {
        return Cable(end: OpenDescriptor(try TapDevice.open(name)), interface: "\(name)")
      } catch {
        throw RuntimeError(error)
      }
    case .tap(.scripted(_, let script, let downscript)):
      for hook in [script, downscript] { try HookCheck.check(hook) }
      return nil
    case .network: return networkTaps[nic.id]
    case .passt:
      return Cable(end: try await passt(nic).startConnected())
    case .socket(let socket):
      guard !nic.hasOnlySocketNetwork else { return nil }
      return try SocketCable(socket: socket).open().map { Cable(end: $0) }
    case .vde(let plug):
      return try await join(plug)
    }
  }

  /// - Returns: nil for a share that QEMU serves by itself.
  func open(_ share: ResolvedShare) throws(RuntimeError) -> Cable? {
    guard case .virtiofs(let daemon) = share.transport else { return nil }
    let virtiofsd = Virtiofsd(
      share: share, daemon: daemon, socket: "\(machine.paths.sockets)/\(share.backendID).virtiofs",
      log: "\(machine.paths.directory)/share-\(share.tag).log")
    return Cable(end: try virtiofsd.start())
  }

  func passt(_ nic: ResolvedNIC) -> Passt {
    Passt(nic: nic, log: "\(machine.paths.directory)/passt-\(nic.id).log")
  }

  /// Makes a TAP; who may not put it into the bridge has QEMU's helper do it.
  static func makeTap(bridge: InterfaceName?, mtu: Int?) async throws(RuntimeError) -> TapDevice.Made {
    do throws(HostNetworkError) {
      return try TapDevice.make(bridge: bridge, mtu: mtu)
    } catch {
      guard error.kind == .noPermission, let bridge else { throw RuntimeError(error) }
      do throws(HostNetworkError) { return try await BridgeHelper.make(bridge: bridge) } catch {
        throw RuntimeError(error)
      }
    }
  }

  /// Makes sure that the switch is there, for QEMU to open it by its path.
  private func join(_ plug: VDESwitch) async throws(RuntimeError) -> Cable? {
    let path = plug.description
    if let name = machine.host.directories.nameOfSwitch(path) {
      return Cable(lifeline: try await SharedSwitch(folder: machine.host.directories.switches, name: name).join())
    }
    try ForeignSwitch.check(path)
    return nil
  }
}
