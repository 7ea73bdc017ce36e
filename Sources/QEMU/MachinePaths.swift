/// The files of one instance that QEMU opens; all absolute.
public struct MachinePaths: Sendable, Equatable, Codable {
  /// The machine's own qcow2 overlay; nil: no disk.
  public var overlay: String?
  /// The NoCloud seed, an ISO 9660 image.
  public var seed: String?
  /// QMP monitors, UNIX sockets; the first is the one that `start` waits on.
  public var monitors: [String]
  /// The serial console, a UNIX socket.
  public var console: String
  /// What the serial console printed.
  public var consoleLog: String
  /// Prefix of the event journal: QEMU reads `PREFIX.in` and appends its events to `PREFIX.out`.
  public var journal: String
  /// VNC socket, used when the profile asks for that display.
  public var vnc: String

  public init(
    overlay: String?, seed: String?, monitors: [String], console: String, consoleLog: String, journal: String,
    vnc: String
  ) {
    self.overlay = overlay
    self.seed = seed
    self.monitors = monitors
    self.console = console
    self.consoleLog = consoleLog
    self.journal = journal
    self.vnc = vnc
  }
}
