/// Why a conversation with QEMU's monitor failed.
public enum QMPError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nobody listens on the socket, or it cannot be reached.
  case unreachable(String)
  /// The connection ended before the answer came; the text says what is known.
  case disconnected(String)
  /// No answer within the deadline. Whether the command took effect is unknown.
  case timedOut(command: String, after: Duration)
  /// QEMU refused the command. The class is for programs, the description for people.
  case refused(command: String, errorClass: String, description: String)
  /// The peer does not speak QMP.
  case protocolViolation(String)
  /// The task that waited was cancelled. Whether the command took effect is unknown.
  case cancelled(command: String)

  public var description: String {
    switch self {
    case .unreachable(let text): text
    case .disconnected(let text): text
    case .timedOut(QMPConnection.greetingName, let limit):
      "no greeting within \(limit.formattedSeconds) s: another client holds this monitor, which serves one at a "
        + "time, or QEMU hangs"
    case .cancelled(QMPConnection.greetingName): "the connection to the monitor was cancelled"
    case .timedOut(let command, let limit):
      "no answer to '\(command)' within \(limit.formattedSeconds) s: whether it took effect is unknown"
    case .refused(let command, _, let description): "QEMU refused '\(command)': \(description)"
    case .protocolViolation(let text): "the peer does not speak QMP: \(text)"
    case .cancelled(let command): "'\(command)' was cancelled: whether it took effect is unknown"
    }
  }
}

extension Duration {
  var formattedSeconds: String {
    let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
