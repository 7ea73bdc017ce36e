internal import JSON

extension ScalarType<Bool> {
  /// `true` or `false`; other words for them are texts in YAML 1.2, and stay texts here.
  static let flag = Self(expectation: "true or false", json: ["type": "boolean"]) { text throws(InvalidValue) in
    try parseFlag(text, expectation: "true or false")
  }

  static func parseFlag(_ text: String, expectation: String) throws(InvalidValue) -> Bool {
    switch (text, text.lowercased()) {
    case ("true", _): return true
    case ("false", _): return false
    case (_, "true"), (_, "yes"), (_, "on"): throw fault(text, expectation, meant: "true")
    case (_, "false"), (_, "no"), (_, "off"), (_, "none"): throw fault(text, expectation, meant: "false")
    default: throw InvalidValue(text: text, reason: "expected \(expectation)")
    }
  }

  private static func fault(_ text: String, _ expectation: String, meant: String) -> InvalidValue {
    InvalidValue(text: text, reason: "expected \(expectation); did you mean '\(meant)'?")
  }
}

extension ScalarType<Int> {
  /// The id of a VLAN: 0 and 4095 have meanings of their own in IEEE 802.1Q.
  static let vlanID = {
    let number = integer(1...4094)
    let expectation = "a VLAN's id from 1 to 4094, or a list of them such as [10, 20]"
    return Self(expectation: expectation, json: number.json) {
      text throws(InvalidValue) in
      guard let id = try? number.parse(text) else {
        throw InvalidValue(
          text: text, reason: "expected \(expectation)")
      }
      return id
    }
  }()
}

extension ScalarType<String> {
  /// A domain's name: labels of letters, digits and `-` (RFC 1123), so that it is one word for dnsmasq.
  static let domain = {
    let expectation = "a domain such as lab or lab.example"
    let label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    let pattern = "^\(label)(\\.\(label))*$"
    return Self(
      expectation: expectation, json: ["type": "string", "pattern": .string(pattern), "maxLength": 253]
    ) { text throws(InvalidValue) in
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      guard labels.allSatisfy({ ASCII.isWord(String($0), others: "-", limit: .max) && !$0.hasSuffix("-") }) else {
        throw InvalidValue(
          text: text,
          reason: "expected \(expectation): labels of letters, digits and '-' with '.' between them, '-' neither first "
            + "nor last")
      }
      guard text.utf8.count <= 253, labels.allSatisfy({ $0.utf8.count <= 63 }) else {
        throw InvalidValue(text: text, reason: "a domain has at most 253 characters, and each of its labels 63")
      }
      return text
    }
  }()
}
