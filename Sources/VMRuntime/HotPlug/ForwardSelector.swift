internal import VMProfile
internal import Wording

/// Which of a machine's forwards is meant: by its host port (`8081`, `5353/udp`), or as it was added (`8081:80`,
/// `0:80`, `ssh`).
public struct ForwardSelector: Sendable, Equatable {
  private let text: String
  private let transport: String?
  private let hostAddress: String?
  private let hostPort: UInt16?
  private let guestPort: UInt16?

  /// - Throws: `RuntimeError` of kind `usage` for a text that names no forward.
  public init(_ text: String) throws(RuntimeError) {
    self.text = text
    let halves = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if let port = UInt16(halves[0]), port != 0,
      halves.count == 1 || (halves.count == 2 && ["tcp", "udp"].contains(halves[1]))
    {
      transport = halves.count == 2 ? halves[1] : nil
      hostAddress = nil
      hostPort = port
      guestPort = nil
      return
    }
    do throws(InvalidValue) {
      let forward = try PortForward(parsing: text)
      transport = forward.transport.rawValue
      hostAddress = forward.hostAddress.description
      // Port 0 was left to vmrun: any will do.
      hostPort = forward.hostPort == 0 ? nil : forward.hostPort
      guestPort = forward.guestPort
    } catch {
      throw RuntimeError(.usage, "a forward is named by its host port, or as it was added: \(error)")
    }
  }

  func matches(_ forward: ForwardRecord) -> Bool {
    (transport ?? forward.protocol) == forward.protocol && (hostAddress ?? forward.hostAddress) == forward.hostAddress
      && (hostPort ?? forward.hostPort) == forward.hostPort && (guestPort ?? forward.guestPort) == forward.guestPort
  }

  /// The one that is meant.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when none is, or several are.
  func pick(from forwards: [NICForward], of machine: String) throws(RuntimeError) -> NICForward {
    let found = forwards.filter { matches($0.forward) }
    if let only = found.first, found.count == 1 { return only }
    let candidates = found.isEmpty ? forwards : found
    let list = Suggestion.list(candidates.map { $0.forward.written }, last: "and")
    guard found.isEmpty else {
      throw RuntimeError(
        .failed, "'\(Excerpt.of(text))' could be several forwards of '\(machine)': \(list); name one of them so")
    }
    let has = forwards.isEmpty ? "it has none" : "it has \(list)"
    throw RuntimeError(.failed, "'\(machine)' has no forward '\(Excerpt.of(text))': \(has)")
  }
}

extension ForwardRecord {
  /// As people write it: `127.0.0.1:8081:80`, `0.0.0.0:53:53/udp`.
  var written: String { "\(hostAddress):\(hostPort):\(guestPort)" + (`protocol` == "tcp" ? "" : "/\(`protocol`)") }
}
