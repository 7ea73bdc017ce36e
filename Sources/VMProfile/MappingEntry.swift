internal import YAML

/// A known key of a mapping, with its value.
struct MappingEntry {
  let name: String
  let keyLocation: SourceLocation
  let value: YAMLNode
}
