public import JSON
internal import YAML

/// All values of a profile with its layers put together, its variables expanded and its defaults filled in.
///
/// Paths are as they were written, relative to the file of their origin. What holds without being a default of the
/// format, such as the host's architecture, is left out.
public struct EffectiveProfile: Sendable {
  /// Single values, in the order of the format's keys.
  public let values: [ProfileValue]
  /// The same as they nest: a profile in JSON that extends nothing.
  public let json: JSONValue

  /// - Parameter layers: of a profile without mistakes.
  /// - Throws: `ProfileError.invalid` where aliases multiply keys beyond what a profile can mean.
  public init(_ layers: ProfileLayers) throws(ProfileError) {
    var reading = EffectiveReading(layers.document)
    do throws(NodeMerge.TooManyKeys) {
      json = try reading.read()
    } catch {
      let place = layers.document.location(of: YAMLNode(.sequence([]), at: error.mark))
      throw .invalid([Diagnostic(location: place, message: "too many keys to show: do aliases multiply them?")])
    }
    values = reading.values
  }
}

/// Reads nodes into values, whatever keys there are.
private struct EffectiveReading {
  private let document: YAMLDocument
  private(set) var values: [ProfileValue] = []
  private var merge = NodeMerge()

  init(_ document: YAMLDocument) { self.document = document }

  mutating func read() throws(NodeMerge.TooManyKeys) -> JSONValue {
    var written: [String: (key: YAMLNode, value: YAMLNode)] = [:]
    if let root = document.root, let mapping = root.mapping {
      for pair in try merge.plain(mapping, at: root.mark) { if let name = pair.key.text { written[name] = pair } }
    }
    var result = JSONObject()
    for key in ProfileSchema.profile.keys {
      if let pair = written[key.name] {
        result[key.name] = try value(of: pair.value, key.name, place: pair.key)
      } else if let value = key.defaultValue {
        result[key.name] = value
        note(value, key.name, nil)
      }
    }
    return .object(result)
  }

  private mutating func value(
    of node: YAMLNode, _ path: String, place: YAMLNode
  ) throws(NodeMerge.TooManyKeys) -> JSONValue {
    switch node.content {
    case .mapping(let mapping) where !mapping.isEmpty:
      var result = JSONObject()
      for pair in try merge.plain(mapping, at: node.mark) {
        guard let name = pair.key.text else { continue }
        result[name] = try value(of: pair.value, "\(path).\(name)", place: pair.key)
      }
      return .object(result)
    case .sequence(let elements) where !elements.isEmpty:
      try merge.spend(elements.count, at: node.mark)
      var result: [JSONValue] = []
      for (index, element) in elements.enumerated() {
        result.append(try value(of: element, "\(path)[\(index)]", place: element))
      }
      return .array(result)
    default:
      let value = Self.json(node)
      note(value, path, document.location(of: node.isNull ? place : node))
      return value
    }
  }

  /// Notes the single values in a value that has one place.
  private mutating func note(_ value: JSONValue, _ path: String, _ origin: SourceLocation?) {
    switch value {
    case .object(let object) where !object.isEmpty:
      for (key, member) in object.members { note(member, "\(path).\(key)", origin) }
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() { note(element, "\(path)[\(index)]", origin) }
    default: values.append(ProfileValue(keyPath: path, value: value, origin: origin))
    }
  }

  /// A single value by the core schema of YAML 1.2.
  private static func json(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .mapping: .object(JSONObject())
    case .sequence: .array([])
    case .scalar(let text, isPlain: false): .string(text)
    case .scalar(let text, _):
      switch text {
      case _ where node.isNull: .null
      case "true": true
      case "false": false
      default: ASCII.decimal(text).map { .integer(Int64($0)) } ?? .string(text)
      }
    }
  }
}
