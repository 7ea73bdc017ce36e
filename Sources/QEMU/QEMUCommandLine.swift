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
    /// A `-chardev socket,id=…` that is connected to a UNIX socket.
    case connection(id: String, path: String)
    /// A network whose far end the caller has opened; `otherwise` is what QEMU is told when it has not.
    case network(id: String, end: NetworkEnd, otherwise: String)
  }

  /// What the descriptor of a network is.
  public enum NetworkEnd: Sendable, Equatable {
    case tap
    /// A connected stream socket.
    case connection
    /// A stream socket that waits for one other machine.
    case listener
  }

  public var program: String
  public var arguments: [Argument]

  /// The argument vector without the program.
  ///
  /// - Parameter descriptors: descriptors of sockets that the caller has bound and listens on, by
  ///   chardev id, and of networks by netdev id; a socket that is not among them is bound, or connected to, by QEMU at
  ///   its path.
  public func argumentVector(descriptors: [String: Int32] = [:]) -> [String] {
    arguments.flatMap { argument in [argument.option] + (argument.value.map { [$0.text(descriptors)] } ?? []) }
  }
}

extension QEMUCommandLine.Value {
  fileprivate func text(_ descriptors: [String: Int32]) -> String {
    switch self {
    case .text(let text): return text
    case .listener(let id, let path, let extra):
      let address = descriptors[id].map { "fd=\($0)" } ?? "path=\(path.commasDoubled)"
      return "socket,id=\(id),\(address),server=on,wait=off\(extra)"
    case .connection(let id, let path):
      let address = descriptors[id].map { "fd=\($0)" } ?? "path=\(path.commasDoubled)"
      return "socket,id=\(id),\(address)"
    case .network(let id, let end, let otherwise):
      guard let descriptor = descriptors[id] else { return otherwise }
      // Ids are made by the compiler: nothing in them needs an escape.
      switch end {
      case .tap: return "{\"type\":\"tap\",\"id\":\"\(id)\",\"fd\":\"\(descriptor)\"}"
      case .connection, .listener:
        let address = "{\"type\":\"fd\",\"str\":\"\(descriptor)\"}"
        return "{\"type\":\"stream\",\"id\":\"\(id)\",\"server\":\(end == .listener),\"addr\":\(address)}"
      }
    }
  }
}

extension String {
  /// The text as a value in an option of the form `key=value,…`, where a comma ends the value unless it is
  /// doubled: unescaped, a path could add options of its own.
  var commasDoubled: String {
    var result = ""
    for scalar in unicodeScalars {
      result.unicodeScalars.append(scalar)
      if scalar == "," { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
