internal import JSON
internal import Wording

extension ScalarType {
  /// One of the cases of an enumeration; `synonyms` leads from other words for a case to its own.
  static func choice(synonyms: [String: String] = [:]) -> Self where Value: CaseIterable & RawRepresentable<String> {
    let words = Value.allCases.map(\.rawValue)
    let expectation = Suggestion.list(words)
    return Self(expectation: expectation, json: ["enum": .array(words.map { .string($0) })]) {
      text throws(InvalidValue) in
      if let value = Value(rawValue: text) { return value }
      let meant = synonyms[text.lowercased()] ?? Suggestion.nearest(to: text, among: words)
      let hint = meant.map { "; did you mean '\($0)'?" } ?? ""
      throw InvalidValue(text: text, reason: "expected \(expectation)\(hint)")
    }
  }

  /// A value that reads itself. The pattern must take what the parser takes.
  static func text(_ expectation: String, pattern: String) -> Self where Value: TextValue {
    Self(expectation: expectation, json: ["type": "string", "pattern": .string(pattern)]) {
      text throws(InvalidValue) in try Value(parsing: text)
    }
  }
}

extension ScalarType<String> {
  /// Any text without control characters, apart from line breaks and tabs.
  static let prose = Self(expectation: "a text", json: ["type": "string"]) { text throws(InvalidValue) in
    let isClean = text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
    }
    guard isClean else { throw InvalidValue(text: text, reason: "a text has no control characters") }
    return text
  }

  /// A word of letters, digits and some others; QEMU's commas and equal signs never get in.
  static func word(_ expectation: String, others: String) -> Self {
    let pattern = "^[A-Za-z0-9][A-Za-z0-9\(others)]{0,63}$"
    return Self(expectation: expectation, json: ["type": "string", "pattern": .string(pattern)]) {
      text throws(InvalidValue) in
      guard ASCII.isWord(text, others: others, limit: 64) else {
        throw InvalidValue(text: text, reason: "expected \(expectation)")
      }
      return text
    }
  }

  /// A user's name in the guest.
  static let userName = Self(
    expectation: "a user name such as root", json: ["type": "string", "pattern": "^[a-z_][a-z0-9_-]{0,31}$"]
  ) { text throws(InvalidValue) in
    guard let first = text.utf8.first, text.utf8.count <= 32, ASCII.isLower(first) || first == UInt8(ascii: "_"),
      text.utf8.allSatisfy({ ASCII.isLower($0) || ASCII.isDigit($0) || "_-".utf8.contains($0) })
    else {
      throw InvalidValue(
        text: text,
        reason: "expected a user name: 1 to 32 lower case letters, digits, '_' or '-', the first a letter or '_'")
    }
    return text
  }
}

extension ScalarType<String?> {
  /// QEMU's name of a CPU model, or `auto`, which becomes nil.
  static let cpuModel = {
    let name = ScalarType<String>.word("auto or a CPU model such as host, max or Skylake-Client-v1", others: "_.-")
    return Self(expectation: name.expectation, json: name.json) { text throws(InvalidValue) in
      text == "auto" ? nil : try name.parse(text)
    }
  }()
}

extension ScalarType<String> {
  /// One label of a name in the DNS (RFC 1123, section 2.1).
  static let hostName = Self(
    expectation: "a host name such as web",
    json: ["type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$"]
  ) { text throws(InvalidValue) in
    guard ASCII.isWord(text, others: "-", limit: 63), !text.hasSuffix("-") else {
      throw InvalidValue(text: text, reason: "expected a host name: 1 to 63 letters, digits or '-', neither end a '-'")
    }
    return text
  }
}

extension ScalarType<Int> {
  static func integer(_ range: ClosedRange<Int>) -> Self {
    let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    let json: JSONObject = [
      "type": "integer", "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound)),
    ]
    return Self(expectation: expectation, json: json) { text throws(InvalidValue) in
      guard let number = ASCII.decimal(text), range.contains(number) else {
        throw InvalidValue(text: text, reason: "expected \(expectation)")
      }
      return number
    }
  }
}

extension ScalarType<ByteSize> {
  /// A size from a minimum on, in whole steps.
  static func size(atLeast minimum: ByteSize, atMost maximum: ByteSize? = nil, step: ByteSize) -> Self {
    let pattern = "^[0-9]+(\\.[0-9]+)?([Bb]|[KMGTkmgt]([Ii][Bb])?)$"
    let base = ScalarType.text(ByteSize.expectation, pattern: pattern)
    return Self(expectation: base.expectation, json: base.json) { text throws(InvalidValue) in
      let size = try base.parse(text)
      guard size >= minimum else { throw InvalidValue(text: text, reason: "at least \(minimum) is needed") }
      if let maximum, size > maximum { throw InvalidValue(text: text, reason: "at most \(maximum) is possible") }
      guard size.bytes % step.bytes == 0 else {
        throw InvalidValue(text: text, reason: "expected a multiple of \(step)")
      }
      return size
    }
  }
}
