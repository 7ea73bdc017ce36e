internal import GLib

/// What a card is plugged into, opened by vmrun for QEMU to take over: with QEMU it ends, however QEMU ends.
struct Cable: Sendable {
  /// A TAP, or a stream socket; nil: QEMU opens it by its name.
  var end: OpenDescriptor?
  /// What ends when nobody has it open any longer. QEMU holds it and does nothing with it.
  var lifeline: OpenDescriptor?
  /// The TAP's name.
  var interface: String?
}
