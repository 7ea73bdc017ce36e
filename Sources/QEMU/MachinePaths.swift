public import VMProfile

/// The files of one instance that QEMU opens; all absolute.
public struct MachinePaths: Sendable, Equatable, Codable {
  /// The machine's own qcow2, an overlay of its image; nil: no disk.
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
  /// The qcow2 files of further disks that are the machine's own; a disk that is not among them has the file that the
  /// profile names.
  public var disks: [DiskName: String] = [:]
  /// The variable store of a machine with UEFI, a qcow2; nil: it has none.
  public var variables: String?
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
