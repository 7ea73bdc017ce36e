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
    /// A network whose TAP the caller has opened; `otherwise` is what QEMU is told when it has not.
    case tap(id: String, otherwise: String)
  }

  public var program: String
  public var arguments: [Argument]

  /// The argument vector without the program.
  ///
  /// - Parameter descriptors: descriptors of sockets that the caller has bound and listens on, by
  ///   chardev id, and of TAPs by netdev id; a socket that is not among them is bound by QEMU at its path.
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
    case .tap(let id, let otherwise):
      // Ids are made by the compiler: nothing in them needs an escape.
      return descriptors[id].map { "{\"type\":\"tap\",\"id\":\"\(id)\",\"fd\":\"\($0)\"}" } ?? otherwise
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
