public import JSON

/// A conversation with a QEMU as text: each message is a line, `<` from QEMU and `>` from the client.
///
///     # QEMU 7.2, query-status
///     < {"QMP": {"version": …}}
///     > {"execute":"qmp_capabilities","id":1}
///     < {"return":{},"id":1}
///     >1 {"execute":"getfd","arguments":{"fdname":"tap"},"id":2}
///
/// A number behind `>` says how many descriptors came along. Lines that begin with `#` are for people.
public struct SessionRecording: Sendable, Equatable {
  /// A line of the text.
  public enum Line: Sendable, Equatable {
    case peer(JSONObject)
    case client(JSONValue, descriptors: Int)
  }

  public var lines: [Line]

  /// - Parameter lines: in the order in which they were seen.
  public init(lines: [Line] = []) { self.lines = lines }

  /// Reads the text.
  ///
  /// - Throws: `JSONError` for a line that is no message; its offset counts within the line.
  public init(parsing text: String) throws(JSONError) {
    lines = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let mark = line.first, mark != "#" else { continue }
      guard let space = line.firstIndex(of: " ") else {
        throw JSONError(message: "'\(line)' has no message", offset: 0)
      }
      let value = try JSONValue(parsing: String(line[space...]))
      let count = line[line.index(after: line.startIndex)..<space]
      switch (mark, value) {
      case ("<", .object(let message)): lines.append(.peer(message))
      case (">", _): lines.append(.client(value, descriptors: Int(count) ?? 0))
      default: throw JSONError(message: "a line begins with neither '<' nor '>'", offset: 0)
      }
    }
  }

  /// The text that ``init(parsing:)`` reads.
  public var text: String {
    lines.map { line in
      switch line {
      case .peer(let message): "< \(JSONValue.object(message).compact)\n"
      case .client(let message, let count): ">\(count > 0 ? "\(count)" : "") \(message.compact)\n"
      }
    }.joined()
  }
}
