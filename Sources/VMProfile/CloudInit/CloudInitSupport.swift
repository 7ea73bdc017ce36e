/// How much of cloud-init an image understands.
public enum CloudInitSupport: Sendable, Hashable {
  /// It has cloud-init itself.
  case full
  /// It reads no seed at all: neither `cloud_init` nor vmrun's ssh key gets there.
  case missing
  /// A reader of its own, which takes these keys of `cloud_init` and no others; `write_files.content` is one of a list's
  /// elements.
  case keys([String])

  /// - Parameter word: `full` or `none`.
  public init?(word: String) {
    switch word {
    case "full": self = .full
    case "none": self = .missing
    default: return nil
    }
  }

  /// Whether a key of `cloud_init` has an effect.
  ///
  /// - Parameter key: such as `packages` or `write_files.owner`.
  public func honours(_ key: String) -> Bool {
    switch self {
    case .full: true
    case .missing: false
    case .keys(let keys): keys.contains { $0 == key || key.hasPrefix($0 + ".") }
    }
  }
}

extension CloudInitSupport: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let word = try? container.decode(String.self) {
      guard let known = Self(word: word) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither full nor none")
      }
      self = known
    } else {
      self = .keys(try container.decode([String].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .full: try container.encode("full")
    case .missing: try container.encode("none")
    case .keys(let keys): try container.encode(keys)
    }
  }
}
