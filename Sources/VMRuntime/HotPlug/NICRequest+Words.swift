internal import VMProfile
internal import Wording

extension NICRequest {
  /// How a card is written, for help texts.
  public static let grammar = "[model=MODEL] [mac=MAC] user [forward=PORTS]… | none | tap ifname=NAME"

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
  private static let keys = ["model", "mac", "forward", "ifname"]
  private static let attachments = ["user", "none", "tap"]

  private var model: String?
  private var mac: MACAddress?
  private var attachment: String?
  private var forwards: [PortForward] = []
  private var interface: String?

  mutating func read(_ word: String) throws(RuntimeError) {
    guard let equals = word.firstIndex(of: "=") else { return try readAttachment(word) }
    let key = String(word[..<equals])
    let value = String(word[word.index(after: equals)...])
    guard Self.keys.contains(key) else { throw Self.unknown(key, among: Self.keys, suffix: "=") }
    guard !value.isEmpty else { throw Self.wrong("'\(key)=' has no value") }
    do throws(InvalidValue) {
      switch key {
      case "model": try once(&model, key, value)
      case "mac": try once(&mac, key, try MACAddress(parsing: value))
      case "ifname": try once(&interface, key, value)
      default: forwards.append(try PortForward(parsing: value))
      }
    } catch {
      let hint = key == "forward" && value.contains(",") ? "; write `forward=` once for each" : ""
      throw Self.wrong("'\(key)' is \(error)\(hint)")
    }
  }

  private func once<Value>(_ place: inout Value?, _ key: String, _ value: Value) throws(InvalidValue) {
    guard place == nil else { throw InvalidValue(text: "\(value)", reason: "it is given twice") }
    place = value
  }

  private mutating func readAttachment(_ word: String) throws(RuntimeError) {
    if Self.attachments.contains(word) {
      if let attachment { throw Self.wrong("a NIC has one attachment, and '\(attachment)' and '\(word)' are two") }
      attachment = word
    } else if Attachment.plannedKeywords.contains(word) {
      let choice = Suggestion.list(Self.attachments.map { "'\($0)'" })
      throw Self.wrong("attachment '\(word)' is not in this release of vmrun yet: use \(choice)")
    } else if Self.keys.contains(word) {
      throw Self.wrong("'\(word)' needs a value: write \(word)=…")
    } else {
      throw Self.unknown(word, among: Self.attachments + Attachment.plannedKeywords)
    }
  }

  func request() throws(RuntimeError) -> NICRequest {
    guard let attachment else {
      throw Self.wrong("the NIC has no attachment: add \(Suggestion.list(Self.attachments)), as in `model=e1000 user`")
    }
    guard attachment == "user" || forwards.isEmpty else {
      throw Self.wrong("'forward=' belongs to attachment 'user', and the NIC has '\(attachment)'")
    }
    guard attachment == "tap" || interface == nil else {
      throw Self.wrong("'ifname=' belongs to attachment 'tap', and the NIC has '\(attachment)'")
    }
    for (index, forward) in forwards.enumerated()
    where forwards[..<index].contains(where: { $0.collides(with: forward) }) {
      throw Self.wrong("host port \(forward.hostPort)/\(forward.transport.rawValue) is forwarded twice")
    }
    let model = model ?? NIC.defaultModel
    switch attachment {
    case "user": return NICRequest(model: model, mac: mac, attachment: .user(forwards: forwards))
    case "none": return NICRequest(model: model, mac: mac, attachment: .none)
    default:
      guard let interface else { throw Self.wrong("'tap' needs the name of a TAP that exists: tap ifname=tap0") }
      guard TapDevice.isName(interface) else {
        throw Self.wrong(
          "'ifname' is '\(interface)': a name of an interface has 1 to 15 characters and no '/' or space")
      }
      return NICRequest(model: model, mac: mac, attachment: .tap(interface: interface))
    }
  }

  private static func unknown(_ word: String, among known: [String], suffix: String = "") -> RuntimeError {
    let meant = Suggestion.nearest(to: word, among: known)
    let hint = meant.map { ": did you mean '\($0)\(suffix)'?" } ?? ": a NIC is written \(NICRequest.grammar)"
    return wrong("'\(Excerpt.of(word))' means nothing here\(hint)")
  }

  private static func wrong(_ message: String) -> RuntimeError { RuntimeError(.usage, message) }
}
