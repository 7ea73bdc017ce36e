internal import JSON

/// The value of one of QEMU's options: `user,id=net0,hostfwd=tcp::2222-:22`, or the same in JSON.
struct OptionValues: Sendable, Equatable {
  private(set) var pairs: [(key: String, value: String)] = []

  /// - Parameter implied: the key of a first value that has none, such as `type`.
  init(_ text: String, implied: String? = nil) {
    if text.hasPrefix("{"), let json = try? JSONValue(parsing: text), case .object = json {
      flatten(json, "")
      return
    }
    for (index, part) in Self.parts(text).enumerated() {
      if let equals = part.firstIndex(of: "=") {
        pairs.append((String(part[..<equals]), String(part[part.index(after: equals)...])))
      } else if index == 0, let implied {
        pairs.append((implied, part))
      } else if !part.isEmpty {
        // `readonly` is short for `readonly=on`, and `nodelay` of old options for `delay=off`.
        pairs.append((part, "on"))
      }
    }
  }

  /// A comma ends a value unless it is doubled.
  private static func parts(_ text: String) -> [String] {
    var parts = [""]
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      if scalars[index] == "," {
        if index + 1 < scalars.count, scalars[index + 1] == "," {
          parts[parts.count - 1] += ","
          index += 2
          continue
        }
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalars[index])
      }
      index += 1
    }
    return parts
  }

  /// `{"file": {"filename": "a"}}` is `file.filename=a`; a list of mappings repeats its key, as QEMU's option does.
  private mutating func flatten(_ json: JSONValue, _ key: String) {
    switch json {
    case .object(let object):
      for (name, value) in object.members { flatten(value, key.isEmpty ? name : "\(key).\(name)") }
    case .array(let elements):
      for element in elements {
        if let text = element["str"]?.stringValue { pairs.append((key, text)) } else { flatten(element, key) }
      }
    case .string(let text): pairs.append((key, text))
    case .bool(let value): pairs.append((key, value ? "on" : "off"))
    case .null: break
    default: pairs.append((key, json.compact))
    }
  }

  /// The last value of a key, which is the one that counts.
  subscript(key: String) -> String? { pairs.last { $0.key == key }?.value }

  func all(_ key: String) -> [String] { pairs.filter { $0.key == key }.map(\.value) }

  func isOn(_ key: String) -> Bool { ["on", "yes", "true"].contains(self[key]) }

  /// The keys that are none of these, as written.
  func others(than known: Set<String>) -> [(key: String, value: String)] { pairs.filter { !known.contains($0.key) } }

  static func == (left: Self, right: Self) -> Bool { left.pairs.elementsEqual(right.pairs, by: ==) }
}
