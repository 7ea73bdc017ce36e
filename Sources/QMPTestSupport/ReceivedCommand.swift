public import JSON

/// A command that a ``ScriptedPeer`` got.
public struct ReceivedCommand: Sendable, Equatable {
  public let name: String
  public let arguments: JSONObject
  /// Nil when the client gave none.
  public let id: JSONValue?
  public let isOutOfBand: Bool
  /// Descriptors that came with it. The peer closes them when it is closed.
  public internal(set) var descriptors: [Int32] = []

  /// A late answer to this command, for ``ScriptedPeer/play(_:)``.
  public func answer(_ value: JSONValue) -> PeerStep {
    var message: JSONObject = ["return": value]
    message["id"] = id
    return .message(.object(message))
  }

  init?(_ line: some Collection<UInt8>) {
    guard let message = try? JSONValue(parsing: line).objectValue else { return nil }
    guard let name = (message["execute"] ?? message["exec-oob"])?.stringValue else { return nil }
    self.name = name
    arguments = message["arguments"]?.objectValue ?? [:]
    id = message["id"]
    isOutOfBand = message["exec-oob"] != nil
  }

  /// The kernel may hand descriptors over together with the end of the message before theirs, so that what they
  /// belong to is known by name, as in QEMU.
  var takesDescriptors: Bool { name == "getfd" || name == "add-fd" }
}
