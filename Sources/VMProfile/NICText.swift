internal import JSON

/// A network card as a profile writes it.
package enum NICText {
  /// The lines of a list's item, without the dash and its indentation.
  package static func block(_ nic: NIC) -> [String] {
    let (keyword, values) = attachment(nic.attachment)
    guard case .mapping(let pairs) = values else { return settings(nic) + ["\(keyword): \(values.flow)".trimmedEnd] }
    return settings(nic) + ["\(keyword):"] + pairs.map { "  \($0.0): \($0.1)" }
  }

  /// The card between braces, for a list between brackets.
  static func flow(_ nic: NIC) -> String {
    let (keyword, values) = attachment(nic.attachment)
    return "{\((settings(nic) + ["\(keyword): \(values.flow)"]).joined(separator: ", "))}"
  }

  /// What follows an attachment's key.
  private enum Values {
    case word(String)
    case mapping([(String, String)])

    init(_ pairs: [(String, String)]) { self = pairs.isEmpty ? .word("") : .mapping(pairs) }

    var flow: String {
      switch self {
      case .word(let word): word
      case .mapping(let pairs): "{\(pairs.map { "\($0.0): \($0.1)" }.joined(separator: ", "))}"
      }
    }
  }

  private static func attachment(_ attachment: Attachment) -> (String, Values) {
    let values: Values =
      switch attachment {
      case .user(let user): Values(pairs(user))
      case .passt(let forwards): Values(forwards.isEmpty ? [] : [("forward", list(forwards))])
      case .tap(let tap): Values(pairs(tap))
      case .network(let name): .word("\(name)")
      case .socket(let socket): Values(pairs(socket))
      case .vde(let name): .word(quoted(name.description))
      case .none: .word("")
      }
    return (attachment.keyword, values)
  }

  private static func pairs(_ user: UserNetwork) -> [(String, String)] {
    var pairs: [(String, String)] = []
    if !user.forwards.isEmpty { pairs.append(("forward", list(user.forwards))) }
    if user.restrict { pairs.append(("restrict", "true")) }
    if let net = user.net { pairs.append(("net", "\(net)")) }
    if let name = user.hostname { pairs.append(("hostname", quoted(name))) }
    return pairs
  }

  private static func pairs(_ tap: TapAttachment) -> [(String, String)] {
    switch tap {
    case .made(let bridge): bridge.map { [("bridge", "\($0)")] } ?? []
    case .existing(let name): [("ifname", "\(name)")]
    case .scripted(let name, let script, let downscript):
      [("ifname", "\(name)"), ("script", quoted("\(script)")), ("downscript", quoted("\(downscript)"))]
    }
  }

  private static func pairs(_ socket: SocketAttachment) -> [(String, String)] {
    switch socket {
    case .listen(let address): [("listen", "\"\(address)\"")]
    case .connect(let address): [("connect", "\"\(address)\"")]
    case .mcast(let group, let local): [("mcast", "\"\(group)\"")] + (local.map { [("localaddr", "\($0)")] } ?? [])
    case .udp(let remote, let local): [("udp", "\"\(remote)\""), ("localaddr", "\"\(local)\"")]
    }
  }

  /// Paths may hold anything; as JSON strings they are YAML, too.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "/._-".utf8.contains($0) }
    return isPlain ? text : JSONValue.string(text).compact
  }

  private static func settings(_ nic: NIC) -> [String] {
    ["model: \(nic.model)"] + (nic.mac.map { ["mac: \($0)"] } ?? [])
  }

  private static func list(_ forwards: [PortForward]) -> String {
    "[" + forwards.map { $0 == .ssh ? "ssh" : "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}

extension String {
  fileprivate var trimmedEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}
