/// What a ``ScriptedPeer`` says, and when.
///
///     var script = PeerScript()
///     script.on("query-status", [.answer(["status": "running", "running": true])])
///     script.on("device_del", [.answer(), .pause(.milliseconds(50)), .event("DEVICE_DELETED", ["device": "nic1"])])
public struct PeerScript: Sendable {
  /// Taken when a client connects. An event before the greeting is legal, and so is no greeting at all.
  public var opening: [PeerStep]
  /// Send in pieces of so many bytes, each with a system call of its own and a moment between them; nil: whole.
  public var pieceLength: Int?
  private var replies: [String: [[PeerStep]]] = ["qmp_capabilities": [[.answer()]]]

  /// A script that greets, agrees to capabilities, and refuses all other commands, as QEMU does with unknown ones.
  public init(opening: [PeerStep] = [.greeting()], pieceLength: Int? = nil) {
    self.opening = opening
    self.pieceLength = pieceLength
  }

  /// Sets what a command is answered with. Given again for the same command, the second set of steps
  /// is for its second time, and so on; the last is for all that follow.
  public mutating func on(_ command: String, _ steps: [PeerStep]) {
    // The handshake's default gives way to what the test says.
    if command == "qmp_capabilities", !isHandshakeSet {
      isHandshakeSet = true
      replies[command] = [steps]
    } else {
      replies[command, default: []].append(steps)
    }
  }

  private var isHandshakeSet = false

  func steps(for command: String, occurrence: Int) -> [PeerStep] {
    guard let replies = replies[command], !replies.isEmpty else {
      return [.failure(errorClass: "CommandNotFound", description: "The command \(command) has not been found")]
    }
    return replies[min(occurrence, replies.count - 1)]
  }
}
