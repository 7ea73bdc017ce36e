/// What one YAML file describes, for what is said about the file as a whole.
struct FileFormat: Sendable {
  /// `profile`
  let noun: String
  /// The one key that is needed, with a value: what the smallest file holds.
  let smallest: (key: String, value: String)
  /// All mappings that the file may have; a key in the wrong one is told where it belongs.
  let mappings: [MappingSchema]

  static let profile = FileFormat(noun: "profile", smallest: ("image", "tiny"), mappings: ProfileSchema.mappings)
  static let network = FileFormat(noun: "network", smallest: ("bridge", "br0"), mappings: NetworkSchema.mappings)
}
