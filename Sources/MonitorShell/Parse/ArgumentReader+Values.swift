internal import JSON
internal import QMP

extension ArgumentReader {
  func value(_ raw: RawValue, _ type: QMPType, path: String) throws(ShellError) -> JSONValue {
    switch type {
    case .string, .enumeration: return .string(raw.text)
    case .integer:
      guard let value = NumberText.integer(raw.text) else {
        throw .usage("'\(path)' takes a whole number, such as 42, 0x2a or 4G; '\(raw.text)' is none")
      }
      return value
    case .number:
      guard let value = NumberText.number(raw.text) else {
        throw .usage("'\(path)' takes a number, such as 42 or 1.5; '\(raw.text)' is none")
      }
      return value
    case .boolean:
      guard let value = Self.boolean(raw.text) else {
        throw .usage("'\(path)' takes on or off; '\(raw.text)' is neither")
      }
      return .bool(value)
    case .null:
      guard raw.text == "null" else { throw .usage("'\(path)' takes null and nothing else") }
      return .null
    case .array(let element): return try list(raw, element.type, path: path)
    case .object:
      guard raw.text.hasPrefix("{") else {
        throw .usage("'\(path)' is an object: write \(path).MEMBER=VALUE, or JSON: \(path)={…}")
      }
      return try json(raw.text, path: path)
    case .alternate(let choices): return try alternate(raw, choices.map(\.type), path: path)
    case .any: return try guess(raw, path: path)
    }
  }

  /// A device's property. QEMU takes some as JSON types and reads the others from text.
  func value(_ tree: ArgumentTree, _ property: DeviceProperty, path: String) throws(ShellError) -> JSONValue {
    guard case .value(let raw) = tree else { return try value(tree, .any, path: path) }
    switch property.kind {
    case .boolean: return try value(raw, .boolean, path: path)
    case .integer, .unsigned, .size: return try value(raw, .integer, path: path)
    case .string: return .string(raw.text)
    case .other: return raw.form == .bracketed ? try json(raw.text, path: path) : .string(raw.text)
    }
  }

  private func list(_ raw: RawValue, _ element: QMPType, path: String) throws(ShellError) -> JSONValue {
    guard raw.text.hasPrefix("["), raw.text.hasSuffix("]") else {
      throw .usage("'\(path)' is a list: write \(path)=[a,b], or \(path).0=a \(path).1=b")
    }
    var values: [JSONValue] = []
    for (index, text) in Brackets.elements(of: raw.text).enumerated() {
      let place = "\(path).\(index)"
      switch text.first {
      case "\"": values.append(try json(text, path: place))
      case "{", "[": values.append(try value(RawValue(text, .bracketed), element, path: place))
      case nil: throw .usage("the element \(index) of '\(path)' is empty")
      default: values.append(try value(RawValue(text), element, path: place))
      }
    }
    return .array(values)
  }

  /// Of several types the one that the text looks like; what was quoted looks like a string.
  private func alternate(_ raw: RawValue, _ types: [QMPType], path: String) throws(ShellError) -> JSONValue {
    var words: QMPType?
    for type in types {
      switch type {
      case .object where raw.form == .bracketed && raw.text.hasPrefix("{"),
        .array where raw.form == .bracketed && raw.text.hasPrefix("["):
        return try value(raw, type, path: path)
      case .null where raw.isBare && raw.text == "null": return .null
      case .boolean where raw.isBare:
        if let value = Self.boolean(raw.text) { return .bool(value) }
      case .integer where raw.isBare:
        if let value = NumberText.integer(raw.text) { return value }
      case .number where raw.isBare:
        if let value = NumberText.number(raw.text) { return value }
      case .string, .enumeration: words = type
      default: continue
      }
    }
    if words != nil { return .string(raw.text) }
    if raw.text.hasPrefix("{") || raw.text.hasPrefix("[") { return try json(raw.text, path: path) }
    let expected = types.map(\.description).joined(separator: " or ")
    throw .usage("'\(path)' takes \(expected); '\(raw.text)' is neither")
  }

  private func guess(_ raw: RawValue, path: String) throws(ShellError) -> JSONValue {
    switch raw.form {
    case .quoted: return .string(raw.text)
    case .bracketed: return try json(raw.text, path: path)
    case .bare: break
    }
    switch raw.text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default: return NumberText.number(raw.text) ?? .string(raw.text)
    }
  }

  private func json(_ text: String, path: String) throws(ShellError) -> JSONValue {
    do { return try JSONValue(parsing: text) } catch { throw .usage("the value of '\(path)' is \(error)") }
  }

  static func boolean(_ text: String) -> Bool? {
    switch text {
    case "on", "true", "yes": true
    case "off", "false", "no": false
    default: nil
    }
  }
}
