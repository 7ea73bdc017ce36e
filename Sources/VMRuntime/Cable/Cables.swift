internal import GLib
internal import QEMU
internal import Synchronization

/// What the cards and shares of a machine are plugged into, open until QEMU has it.
final class Cables: Sendable {
  /// Clear of the numbers of `Listeners`.
  private static let firstTarget: Int32 = 40

  private let cables: Mutex<[(netdev: String, cable: Cable)]>
  /// The TAPs of the cards, by id.
  let interfaces: [String: String]

  /// Opens them, one card after the other; when one fails, the others are closed again.
  init(_ machine: ResolvedMachine, _ opener: CableOpener) async throws(RuntimeError) {
    var open: [(netdev: String, cable: Cable)] = []
    var interfaces: [String: String] = [:]
    for nic in machine.nics {
      guard let cable = try await opener.open(nic) else { continue }
      open.append((nic.netdevID, cable))
      interfaces[nic.id] = cable.interface
    }
    for share in machine.shares {
      guard let cable = try opener.open(share) else { continue }
      open.append((share.backendID, cable))
    }
    cables = Mutex(open)
    self.interfaces = interfaces
  }

  /// Lets go of all ends; those that QEMU has stay open.
  func close() { cables.withLock { $0 = [] } }

  /// The number that each open end has in QEMU, by the id of its backend.
  var targets: [String: Int32] {
    var targets: [String: Int32] = [:]
    for (index, item) in cables.withLock({ $0 }).enumerated() where item.cable.end != nil {
      targets[item.netdev] = Self.firstTarget + 2 * Int32(index)
    }
    return targets
  }

  var mapping: [(source: Int32, target: Int32)] {
    cables.withLock { $0 }.enumerated().flatMap { index, item in
      let first = Self.firstTarget + 2 * Int32(index)
      return [(item.cable.end, first), (item.cable.lifeline, first + 1)].compactMap { descriptor, target in
        descriptor.map { (source: $0.number, target: target) }
      }
    }
  }
}
