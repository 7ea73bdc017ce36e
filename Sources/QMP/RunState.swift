/// A virtual machine's state as QEMU names it (qapi/run-state.json, `RunState`).
public struct RunState: RawRepresentable, Sendable, Hashable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let running = RunState(rawValue: "running")
  public static let paused = RunState(rawValue: "paused")
  public static let prelaunch = RunState(rawValue: "prelaunch")
  public static let shutdown = RunState(rawValue: "shutdown")
  public static let suspended = RunState(rawValue: "suspended")
  public static let guestPanicked = RunState(rawValue: "guest-panicked")
}
