internal import GLib
internal import JSON

/// Where a peer's words come from.
enum PeerSource: Sendable {
  case script(PeerScript)
  case recording(SessionRecording)
}

extension ScriptedPeer {
  func opening() -> [PeerStep] {
    switch source {
    case .script(let script): return script.opening
    case .recording: return spoken()
    }
  }

  func steps(for command: ReceivedCommand, occurrence: Int) -> [PeerStep] {
    guard case .recording(let session) = source else {
      if case .script(let script) = source { return script.steps(for: command.name, occurrence: occurrence) }
      return []
    }
    guard position < session.lines.count, case .client(let recorded, let descriptors) = session.lines[position] else {
      deviations.append("'\(command.name)' came after the end of the recording")
      return [.failure(description: "the recording has ended")]
    }
    position += 1
    let expected = recorded["execute"] ?? recorded["exec-oob"]
    if expected?.stringValue != command.name || recorded["arguments"]?.objectValue ?? [:] != command.arguments {
      deviations.append("'\(command.name)' came where the recording has \(recorded.compact)")
    }
    if descriptors != command.descriptors.count {
      deviations.append("'\(command.name)' came with \(command.descriptors.count) descriptors, not \(descriptors)")
    }
    return spoken(answering: recorded["id"], as: command.id)
  }

  /// What QEMU said from here to the client's next word.
  private func spoken(answering recorded: JSONValue? = nil, as id: JSONValue? = nil) -> [PeerStep] {
    guard case .recording(let session) = source else { return [] }
    var steps: [PeerStep] = []
    while position < session.lines.count, case .peer(var message) = session.lines[position] {
      position += 1
      // A client may count its commands differently each time.
      if let recorded, message["id"] == recorded { message["id"] = id }
      steps.append(.message(.object(message)))
    }
    return steps
  }

  func take(_ step: PeerStep, for client: UnixSocket, answering command: ReceivedCommand?) async {
    switch step {
    case .pause(let duration): try? await Task.sleep(for: duration)
    case .close: disconnect()
    default:
      guard let bytes = step.bytes(answering: command) else { return }
      guard case .script(let script) = source, let length = script.pieceLength, length > 0 else {
        return send(bytes, to: client)
      }
      for start in stride(from: 0, to: bytes.count, by: length) {
        send(Array(bytes[start..<min(start + length, bytes.count)]), to: client)
        // Lets the client read what is there, so that it really sees the pieces.
        await Task.yield()
      }
    }
  }

  private func send(_ bytes: [UInt8], to client: UnixSocket) {
    do { try client.send(bytes) } catch { disconnect() }
  }
}
