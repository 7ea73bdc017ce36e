/// A value that is written as one word, in profiles, on the command line and in JSON.
///
/// `description` is the canonical spelling: parsing it gives the value back.
public protocol TextValue: Sendable, Hashable, Codable, LosslessStringConvertible {
  /// Reads the value.
  ///
  /// - Throws: `InvalidValue`, which says what is wrong with the text and what to write instead.
  init(parsing text: String) throws(InvalidValue)
}

extension TextValue {
  /// Reads the value; nil when the text is not one.
  public init?(_ description: String) {
    guard let value = try? Self(parsing: description) else { return nil }
    self = value
  }

  /// Reads the value from a string.
  ///
  /// - Throws: `DecodingError.dataCorrupted`, with the description of `InvalidValue`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(InvalidValue) {
      self = try Self(parsing: text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// Writes `description` as a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
