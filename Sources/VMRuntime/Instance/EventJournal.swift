internal import GLib
internal import JSON
package import QMP

/// What a machine's QEMU said of itself, event by event, in a file that it wrote alone.
///
/// QEMU has one more monitor, whose input is a file with `qmp_capabilities` and whose output is a file:
/// so what happens to a machine is on record although no vmrun process stays to watch it.
package struct EventJournal: Sendable, Equatable {
  /// What QEMU must read to begin with events.
  package static let handshake = #"{"execute":"qmp_capabilities"}"# + "\n"

  /// QEMU took its place at the monitors: its devices exist.
  package private(set) var isReady = false
  package private(set) var isPaused = false
  package private(set) var isSuspended = false
  package private(set) var guestPanicked = false
  /// The reason of `SHUTDOWN`: `guest-shutdown`, `host-qmp-quit`, ….
  package private(set) var shutdownReason: String?
  /// The guest set up a card: virtio cards tell this once in QEMU's life, others never.
  package private(set) var guestUsedNetwork = false
  /// Somebody pressed the virtual power button.
  package private(set) var powerButtonPressed = false

  package init() {}

  /// Reads a journal; a missing one is empty, and a torn last line is left for the next look.
  package init(path: String) {
    guard let bytes = try? DurableFile.read(path) else { return }
    for line in bytes.split(separator: 0x0A) {
      guard let value = try? JSONValue(parsing: line), let message = try? QMPMessage(value) else { continue }
      take(message)
    }
  }

  package mutating func take(_ message: QMPMessage) {
    switch message {
    case .success: isReady = true
    case .event(let event): take(event)
    case .greeting, .failure: break
    }
  }

  private mutating func take(_ event: QMPEvent) {
    switch event.name {
    case "STOP": isPaused = true
    case "RESUME": isPaused = false
    case "SUSPEND": isSuspended = true
    case "WAKEUP": isSuspended = false
    case "NIC_RX_FILTER_CHANGED": guestUsedNetwork = true
    case "POWERDOWN": powerButtonPressed = true
    case "GUEST_PANICKED": guestPanicked = true
    case "RESET": (guestPanicked, powerButtonPressed, isSuspended) = (false, false, false)
    case "SHUTDOWN": shutdownReason = event.data["reason"]?.stringValue ?? "none"
    default: break
    }
  }
}
