extension HostTool {
  /// How a program ended.
  package enum Status: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    /// Ended by the signal with this number.
    case signaled(Int32)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
      switch self {
      case .exited(let code): "exit status \(code)"
      case .signaled(let signal): "signal \(signal)\(Status.names[signal].map { " (\($0))" } ?? "")"
      }
    }

    private static let names: [Int32: String] = [
      1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 9: "SIGKILL", 11: "SIGSEGV",
      13: "SIGPIPE", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
    ]
  }

  /// What a program left behind. Bytes that are not UTF-8 are shown as U+FFFD.
  package struct Output: Sendable {
    package let status: Status
    package let standardOutput: String
    /// The last part of it when there was more than the limit.
    package let standardError: String

    package init(status: Status, standardOutput: String, standardError: String) {
      self.status = status
      self.standardOutput = standardOutput
      self.standardError = standardError
    }
  }
}
