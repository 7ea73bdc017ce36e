public import JSON

extension ProfileSchema {
  /// What holds for a value that is left out, where the format says so.
  ///
  /// - Parameter keyPath: `memory`, `nics[1].model`.
  public static func defaultValue(of keyPath: String) -> JSONValue? {
    let schema = standalone
    var current = JSONValue.object(schema)
    let parts = keyPath.split(separator: ".")
    for (number, part) in parts.enumerated() {
      let pieces = part.split(separator: "[")
      guard let name = pieces.first,
        let mapping = resolved(current, in: schema, where: { $0["properties"] != nil }),
        let property = mapping["properties"]?[String(name)]
      else { return nil }
      if number == parts.count - 1, pieces.count == 1 { return property["default"] }
      current = property
      for _ in pieces.dropFirst() {
        guard let list = resolved(current, in: schema, where: { $0["items"] != nil }), let items = list["items"] else {
          return nil
        }
        current = items
      }
    }
    return nil
  }

  /// Follows references and alternatives to the first that is as asked for.
  private static func resolved(
    _ schema: JSONValue, in root: JSONObject, where isMeant: (JSONObject) -> Bool
  ) -> JSONObject? {
    guard let object = schema.objectValue else { return nil }
    if isMeant(object) { return object }
    if case .string(let reference)? = object["$ref"] {
      let definition = root["$defs"]?[String(reference.dropFirst("#/$defs/".count))]
      return definition.flatMap { resolved($0, in: root, where: isMeant) }
    }
    let choices = (object["oneOf"] ?? object["anyOf"])?.arrayValue ?? []
    for choice in choices { if let found = resolved(choice, in: root, where: isMeant) { return found } }
    return nil
  }
}
