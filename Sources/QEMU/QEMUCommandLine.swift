/// QEMU's program and arguments, with the sockets it listens on named rather than opened.
public struct QEMUCommandLine: Sendable, Equatable {
  /// One option with its value: `-m` `size=512M`.
  public struct Argument: Sendable, Equatable {
    public var option: String
    public var value: Value?
  }

  public enum Value: Sendable, Equatable {
    case text(String)
    /// A `-chardev socket,id=…` that listens on a UNIX socket; `extra` is appended as written.
    case listener(id: String, path: String, extra: String)
  }

  public var program: String
  public var arguments: [Argument]

  /// The argument vector without the program.
  ///
  /// - Parameter descriptors: descriptors of sockets that the caller has bound and listens on, by
  ///   chardev id; a socket that is not among them is bound by QEMU at its path.
  public func argumentVector(descriptors: [String: Int32] = [:]) -> [String] { [] }
}
