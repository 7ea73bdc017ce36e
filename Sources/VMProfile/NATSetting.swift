/// Whether guests reach what lies beyond the host, behind the host's own address.
public enum NATSetting: Sendable, Hashable {
  /// The host forwards nothing.
  case off
  /// Out of the interface that the host's default route has when a packet leaves.
  case auto
  /// Out of one interface only.
  case interface(InterfaceName)
}

extension NATSetting: TextValue {
  /// Reads `auto`, `off` or the name of an interface; words for yes and no are refused, as they are no
  /// interface that anybody means.
  ///
  /// - Throws: `InvalidValue` for anything else.
  public init(parsing text: String) throws(InvalidValue) {
    let lower = text.lowercased()
    switch text {
    case "auto": self = .auto
    case "off": self = .off
    default:
      let meant: String? =
        Self.wordsForAuto.contains(lower) ? "auto" : Self.wordsForOff.contains(lower) ? "off" : nil
      guard meant == nil, ASCII.isWord(text, others: InterfaceName.others, limit: .max) else {
        let hint = meant.map { "; did you mean '\($0)'?" } ?? ""
        throw InvalidValue(text: text, reason: "expected \(Self.expectation)\(hint)")
      }
      self = .interface(try InterfaceName(parsing: text))
    }
  }

  /// `auto`, `off` or the interface's name.
  public var description: String {
    switch self {
    case .off: "off"
    case .auto: "auto"
    case .interface(let name): name.description
    }
  }

  static let expectation = "auto, off or the name of an interface such as eth0"
  static let wordsForAuto = ["auto", "automatic", "true", "yes", "on"]
  static let wordsForOff = ["off", "false", "no", "none", "null"]
}
