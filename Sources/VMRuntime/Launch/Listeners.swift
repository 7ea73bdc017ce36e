internal import GLib

/// The sockets that QEMU will serve, bound and listening before it starts.
struct Listeners: ~Copyable {
  /// The first number under which QEMU finds a listener; 0 to 2 are its standard streams.
  private static let firstTarget: Int32 = 10

  private let listeners: [OpenListener]

  /// Keeps a listener in an array, which takes no noncopyable value.
  private final class OpenListener: Sendable {
    let id: String
    let listener: UnixListener

    init(id: String, path: String) throws(GLibError) {
      self.id = id
      listener = try UnixListener(UnixSocketPath(path))
    }
  }

  /// The monitors `qmp0`, `qmp1`, … and the serial `console`, by the ids that the command line uses.
  init(_ paths: InstancePaths) throws(RuntimeError) {
    do throws(GLibError) {
      var open: [OpenListener] = []
      for (index, path) in paths.monitors.enumerated() { open.append(try OpenListener(id: "qmp\(index)", path: path)) }
      open.append(try OpenListener(id: "console", path: paths.console))
      listeners = open
    } catch {
      throw RuntimeError(error)
    }
  }

  /// The number that each socket has in QEMU, by chardev id.
  var targets: [String: Int32] {
    Dictionary(uniqueKeysWithValues: listeners.enumerated().map { ($1.id, Self.firstTarget + Int32($0)) })
  }

  var mapping: [(source: Int32, target: Int32)] {
    listeners.enumerated().map { ($1.listener.descriptor, Self.firstTarget + Int32($0)) }
  }
}
