internal import YAML

/// A profile's file with all that it stands on, put together before anything is decoded: first what it `extends`, in
/// that order, then the file, then a person's own layer.
///
/// Mappings are joined key by key; lists and single values replace what a lower layer has; a key without a value
/// (`memory:`, or null) removes it. Variables are expanded in values, never in keys.
public struct ProfileLayers: Sendable {
  /// How many profiles may extend each other in a row.
  public static let maximumDepth = 16
  /// How many files may make up one profile.
  public static let maximumFiles = 64
  /// How many bytes of text they may have together.
  public static let maximumBytes = 4 << 20

  /// The files, the profile's own first.
  public let files: [ProfileLayer]
  /// What the profile's own file extends, as it is written.
  public let parents: [ParentReference]
  /// The variables of the environment that the files ask for, sorted; also where a layer above replaces the value.
  public let environment: [String]
  /// The same with the places.
  public let environmentReads: [EnvironmentRead]
  let document: YAMLDocument
  /// Values that a variable is missing for.
  let unexpanded: [Diagnostic]
  /// Where `extends` stands in the profile's own file.
  let extendsLocation: SourceLocation?

  /// Reads the files.
  ///
  /// - Throws: `ProfileError.invalid` with what cannot be read, at the place that asks for it: no such profile, text
  ///   that is not YAML, profiles that extend each other in a circle, too many of them.
  public init(_ source: ProfileSource, reader: ProfileReader) throws(ProfileError) {
    var assembly = LayerAssembly(reader)
    let root = assembly.assemble(source)
    guard assembly.diagnostics.isEmpty else { throw .invalid(Self.allMistakes(assembly, root)) }
    files = assembly.files
    parents = assembly.parents
    environmentReads = assembly.environmentReads
    environment = Set(environmentReads.map(\.name)).sorted()
    extendsLocation = assembly.extendsLocation
    document = YAMLDocument(root: root, files: files.map(\.file), format: .profile)
    unexpanded = assembly.unexpanded(in: root, document)
  }

  /// The mistakes of files that could not all be had, with those that show in the others: nobody wants to correct one
  /// to be told of the next. What a missing file may bring is not called missing.
  private static func allMistakes(_ assembly: LayerAssembly, _ root: YAMLNode?) -> [Diagnostic] {
    guard !assembly.isOver, let root, root.mapping != nil else { return assembly.diagnostics.inOrder }
    let document = YAMLDocument(root: root, files: assembly.files.map(\.file), format: .profile)
    var decoder = ProfileDecoder(document)
    decoder.isPartial = true
    _ = decoder.decode()
    let unexpanded = assembly.unexpanded(in: root, document)
    let places = Set(unexpanded.map(\.location))
    return (assembly.diagnostics + decoder.diagnostics.filter { !places.contains($0.location) } + unexpanded).inOrder
  }
}

extension [Diagnostic] {
  /// Each once, as the files are read.
  var inOrder: [Diagnostic] { Set(self).sorted { ($0.location, $0.message) < ($1.location, $1.message) } }
}
