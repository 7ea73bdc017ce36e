/// A TAP interface (the kernel's Documentation/networking/tuntap.rst) as a card's other end.
public enum TapAttachment: Sendable, Equatable {
  /// Made for this run and gone with QEMU, however QEMU ends. In a bridge that exists, or in none. Without root the
  /// bridge is reached through `qemu-bridge-helper`, if its configuration allows the bridge.
  case made(bridge: InterfaceName?)
  /// One that exists; it stays.
  case existing(InterfaceName)
  /// One that QEMU makes or finds, and runs programs for with the interface's name as their argument: when it opens
  /// it, and when it ends. Needs root.
  case scripted(InterfaceName, script: HookScript, downscript: HookScript)

  /// The bridge's or interface's name, if it has one in the profile.
  public var interface: InterfaceName? {
    switch self {
    case .made: nil
    case .existing(let name), .scripted(let name, _, _): name
    }
  }
}
