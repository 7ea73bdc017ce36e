public import JSON

/// One thing that a ``ScriptedPeer`` does.
public enum PeerStep: Sendable {
  /// What QEMU says first on a connection.
  case greeting(version: [Int] = [7, 2, 0], package: String = "", capabilities: [String] = ["oob"])
  /// Answers the command that made the peer take this step, with its id.
  case answer(JSONValue = [:])
  /// Refuses that command.
  case failure(errorClass: String = "GenericError", description: String)
  /// An event, now.
  case event(String, JSONObject = [:])
  /// A message as it is, followed by CR LF.
  case message(JSONValue)
  /// Bytes as they are.
  case bytes([UInt8])
  /// Nothing for a while; what follows waits.
  case pause(Duration)
  /// Ends the connection; the peer goes on listening.
  case close

  /// The text of a line, followed by CR LF.
  public static func line(_ text: String) -> PeerStep { .bytes(Array(text.utf8) + [0x0D, 0x0A]) }

  /// The bytes that go to the client; nil for steps without any.
  func bytes(answering command: ReceivedCommand?) -> [UInt8]? {
    switch self {
    case .greeting(let version, let package, let capabilities):
      let names = ["major", "minor", "micro"]
      let numbers = JSONObject(zip(names, version).map { ($0, .integer(Int64($1))) })
      let greeting: JSONObject = [
        "version": ["qemu": .object(numbers), "package": .string(package)],
        "capabilities": .array(capabilities.map { .string($0) }),
      ]
      return Self.line(["QMP": .object(greeting)])
    case .answer(let value): return Self.line(Self.identified(["return": value], command))
    case .failure(let errorClass, let description):
      let error: JSONValue = ["class": .string(errorClass), "desc": .string(description)]
      return Self.line(Self.identified(["error": error], command))
    case .event(let name, let data):
      var event: JSONObject = ["timestamp": ["seconds": 1_700_000_000, "microseconds": 42], "event": .string(name)]
      if !data.isEmpty { event["data"] = .object(data) }
      return Self.line(.object(event))
    case .message(let value): return Self.line(value)
    case .bytes(let bytes): return bytes
    case .pause, .close: return nil
    }
  }

  private static func identified(_ message: JSONObject, _ command: ReceivedCommand?) -> JSONValue {
    var message = message
    message["id"] = command?.id
    return .object(message)
  }

  private static func line(_ value: JSONValue) -> [UInt8] { value.compactBytes + [0x0D, 0x0A] }
}
