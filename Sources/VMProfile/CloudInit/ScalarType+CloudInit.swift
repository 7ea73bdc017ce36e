internal import JSON

extension ScalarType<String> {
  /// A package's name, with a version or an architecture as apt takes them.
  static let packageName = pattern(
    "a package's name such as nginx", "^[A-Za-z0-9][A-Za-z0-9.+:~=_/-]{0,127}$", others: ".+:~=_/-", limit: 128)

  static let groupName = ScalarType<String>(
    expectation: "a group such as sudo", json: userName.json,
    parse: { text throws(InvalidValue) in
      do throws(InvalidValue) { return try userName.parse(text) } catch {
        throw InvalidValue(text: text, reason: "expected a group such as sudo")
      }
    })

  private static func pattern(_ expectation: String, _ pattern: String, others: String, limit: Int) -> Self {
    Self(expectation: expectation, json: ["type": "string", "pattern": .string(pattern)]) { text throws(InvalidValue) in
      guard ASCII.isWord(text, others: others, limit: limit) else {
        throw InvalidValue(text: text, reason: "expected \(expectation)")
      }
      return text
    }
  }

  /// A file in the guest.
  static let guestFile = {
    let expectation = "a file in the guest, by its whole path such as /etc/motd"
    return Self(
      expectation: expectation, json: ["type": "string", "pattern": "^/([^\\u0000-\\u001f]*[^/\\u0000-\\u001f])$"]
    ) {
      text throws(InvalidValue) in
      guard text.hasPrefix("/"), !text.hasSuffix("/"), text.utf8.count <= 4095,
        text.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
      else { throw InvalidValue(text: text, reason: "expected \(expectation)") }
      return text
    }
  }()

  /// A file's mode in octal.
  static let permissions = {
    let expectation = "permissions in octal such as \"0644\""
    return Self(expectation: expectation, json: ["type": ["string", "integer"], "pattern": "^0?[0-7]{3,4}$"]) {
      text throws(InvalidValue) in
      guard (3...5).contains(text.utf8.count), text.utf8.count < 5 || text.hasPrefix("0"),
        text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) })
      else { throw InvalidValue(text: text, reason: "expected \(expectation)") }
      return text
    }
  }()

  static let owner = {
    let expectation = "an owner such as root or www-data:www-data"
    return Self(
      expectation: expectation,
      json: ["type": "string", "pattern": "^[a-z_][a-z0-9_-]{0,31}(:[a-z_][a-z0-9_-]{0,31})?$"]
    ) { text throws(InvalidValue) in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, parts.allSatisfy({ (try? userName.parse($0)) != nil }) else {
        throw InvalidValue(text: text, reason: "expected \(expectation)")
      }
      return text
    }
  }()

  /// A text of any length: a file's content.
  static let anyText = Self(expectation: "a text", json: ["type": ["string", "integer", "boolean"]]) {
    text throws(InvalidValue) in try prose.parse(text)
  }
}

extension ScalarType<String?> {
  /// A rule of sudoers(5) without the user's name; nil for `false`.
  static let sudoRule = {
    let expectation = "a rule such as 'ALL=(ALL) NOPASSWD:ALL', or false"
    return Self(
      expectation: expectation,
      json: ["oneOf": [["type": "string", "pattern": "^[^\\u0000-\\u001f]*=[^\\u0000-\\u001f]*$"], ["enum": [false]]]]
    ) { text throws(InvalidValue) in
      if text == "false" { return nil }
      guard text.contains("="), text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
        throw InvalidValue(text: text, reason: "expected \(expectation)")
      }
      return text
    }
  }()
}
