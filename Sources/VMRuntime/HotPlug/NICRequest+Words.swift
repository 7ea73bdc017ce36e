internal import VMProfile
internal import Wording

extension NICRequest {
  /// How a card is written, for help texts.
  public static let grammar =
    "[model=MODEL] [mac=MAC] user|passt [forward=PORTS]… | network=NAME | tap [bridge=NAME|ifname=NAME] | "
    + "socket listen=|connect=|mcast=|udp=ADDRESS:PORT [localaddr=ADDRESS] | vde=NAME | none"

  /// Reads the words of `nic add`, in the shell and on the command line:
  /// `model=e1000 mac=52:54:00:12:34:56 user forward=8081:80 forward=ssh`. The order does not matter.
  ///
  /// - Throws: `RuntimeError` of kind `usage`, which says what to write instead.
  public init(words: [String]) throws(RuntimeError) {
    var reader = NICWordReader()
    for word in words { try reader.read(word) }
    self = try reader.request()
  }
}

/// Collects the words of one card.
private struct NICWordReader {
  /// The keys that each attachment takes beside `model` and `mac`; one of the attachment's own name is its value.
  private static let settings: [(attachment: String, keys: [String])] = [
    ("user", ["forward"]), ("passt", ["forward"]), ("network", ["network"]), ("tap", ["bridge", "ifname"]),
    ("socket", ["listen", "connect", "mcast", "udp", "localaddr"]), ("vde", ["vde"]), ("none", []),
  ]
  private static let keys =
    ["model", "mac", "forward", "network", "bridge", "ifname", "listen", "connect", "mcast"]
    + ["udp", "localaddr", "vde"]
  private static let attachments = settings.map(\.attachment)

  private var attachment: String?
  private var values: [String: String] = [:]
  private var mac: MACAddress?
  private var forwards: [PortForward] = []

  mutating func read(_ word: String) throws(RuntimeError) {
    guard let equals = word.firstIndex(of: "=") else { return try readAttachment(word) }
    let key = String(word[..<equals])
    let value = String(word[word.index(after: equals)...])
    guard Self.keys.contains(key) else { throw Self.unknown(key, among: Self.keys, suffix: "=") }
    guard !value.isEmpty else { throw Self.wrong("'\(key)=' has no value") }
    if key == "network" || key == "vde" { try readAttachment(key, hasValue: true) }
    do throws(InvalidValue) {
      if key == "forward" {
        forwards.append(try PortForward(parsing: value))
      } else {
        guard values.updateValue(value, forKey: key) == nil else {
          throw InvalidValue(text: value, reason: "it is given twice")
        }
        if key == "mac" { mac = try MACAddress(parsing: value) }
      }
    } catch {
      let hint = key == "forward" && value.contains(",") ? "; write `forward=` once for each" : ""
      throw Self.wrong("'\(key)' is \(error)\(hint)")
    }
  }

  private mutating func readAttachment(_ word: String, hasValue: Bool = false) throws(RuntimeError) {
    if Self.attachments.contains(word), hasValue || !["network", "vde"].contains(word) {
      if let attachment { throw Self.wrong("a NIC has one attachment, and '\(attachment)' and '\(word)' are two") }
      attachment = word
    } else if Self.keys.contains(word) {
      throw Self.wrong("'\(word)' needs a value: write \(word)=…")
    } else {
      throw Self.unknown(word, among: Self.attachments)
    }
  }

  func request() throws(RuntimeError) -> NICRequest {
    guard let attachment else {
      let list = Suggestion.list(["user", "passt", "network=NAME", "tap", "socket", "vde=NAME", "none"])
      throw Self.wrong("the NIC has no attachment: add \(list), as in `model=e1000 user`")
    }
    let allowed = Self.settings.first { $0.attachment == attachment }?.keys ?? []
    for key in values.keys.sorted() + (forwards.isEmpty ? [] : ["forward"]) where !allowed.contains(key) {
      let owners = Self.settings.filter { $0.keys.contains(key) }.map { "'\($0.attachment)'" }
      guard !owners.isEmpty else { continue }
      throw Self.wrong("'\(key)=' belongs to attachment \(Suggestion.list(owners)), and the NIC has '\(attachment)'")
    }
    for (index, forward) in forwards.enumerated()
    where forwards[..<index].contains(where: { $0.collides(with: forward) }) {
      throw Self.wrong("host port \(forward.hostPort)/\(forward.transport.rawValue) is forwarded twice")
    }
    return NICRequest(model: values["model"] ?? NIC.defaultModel, mac: mac, attachment: try value(of: attachment))
  }

  private func value(of attachment: String) throws(RuntimeError) -> Attachment {
    switch attachment {
    case "user": return .user(forwards: forwards)
    case "passt": return .passt(forwards: forwards)
    case "none": return .none
    case "network":
      guard let name: NetworkName = try parse("network") else { throw Self.wrong("'network=' has no value") }
      return .network(name)
    case "vde":
      guard let name: VDESwitch = try parse("vde") else { throw Self.wrong("'vde=' has no value") }
      return .vde(name)
    case "tap":
      let (bridge, interface): (InterfaceName?, InterfaceName?) = (try parse("bridge"), try parse("ifname"))
      guard bridge == nil || interface == nil else {
        throw Self.wrong("'bridge=' makes a new TAP and 'ifname=' names one that exists: write one of them")
      }
      return .tap(interface.map(TapAttachment.existing) ?? .made(bridge: bridge))
    default: return .socket(try socket())
    }
  }

  private func socket() throws(RuntimeError) -> SocketAttachment {
    let ways = ["listen", "connect", "mcast", "udp"].filter { values[$0] != nil }
    guard ways.count < 2 else {
      throw Self.wrong(
        "'socket' has one of listen=, connect=, mcast= and udp=, and '\(ways[0])=' and '\(ways[1])=' are two")
    }
    if values["localaddr"] != nil, let way = ways.first, way == "listen" || way == "connect" {
      throw Self.wrong("'localaddr=' belongs to 'mcast=' and 'udp=', and the NIC has '\(way)='")
    }
    if let address: SocketAddress = try parse("listen") { return .listen(address) }
    if let address: SocketAddress = try parse("connect") { return .connect(address) }
    if let group: SocketAddress = try parse("mcast") { return .mcast(group, localaddr: try parse("localaddr")) }
    guard let remote: SocketAddress = try parse("udp"), let local: SocketAddress = try parse("localaddr") else {
      throw Self.wrong("'socket' needs listen=, connect=, mcast=, or udp= together with localaddr=")
    }
    return .udp(remote: remote, localaddr: local)
  }

  private func parse<Value: TextValue>(_ key: String) throws(RuntimeError) -> Value? {
    guard let text = values[key] else { return nil }
    do throws(InvalidValue) { return try Value(parsing: text) } catch { throw Self.wrong("'\(key)' is \(error)") }
  }

  private static func unknown(_ word: String, among known: [String], suffix: String = "") -> RuntimeError {
    let meant = Suggestion.nearest(to: word, among: known)
    let hint = meant.map { ": did you mean '\($0)\(suffix)'?" } ?? ": a NIC is written \(NICRequest.grammar)"
    return wrong("'\(Excerpt.of(word))' means nothing here\(hint)")
  }

  private static func wrong(_ message: String) -> RuntimeError { RuntimeError(.usage, message) }
}
