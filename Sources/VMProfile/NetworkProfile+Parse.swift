extension NetworkProfile {
  /// Reads a network from the text of its file.
  ///
  /// - Parameters:
  ///   - yaml: the file's contents, at most 1 MiB.
  ///   - name: the network's name; for a file, its name without `.yml`.
  ///   - file: the file as messages name it, such as `Profiles/networks/lab.yml`.
  /// - Throws: `ProfileError.invalid` with all mistakes of the file, in the order of its lines. Text that
  ///   is not YAML yields one mistake, as what follows it cannot be read.
  public init(yaml: String, name: NetworkName, file: String) throws(ProfileError) {
    let document: YAMLDocument
    do throws(Diagnostic) {
      document = try YAMLDocument(yaml, file: file, format: .network)
    } catch {
      throw .invalid([error])
    }
    var decoder = ProfileDecoder(document)
    let draft = decoder.decodeNetwork()
    // An alias is read once for each use, and its mistakes with it.
    let diagnostics = (decoder.diagnostics + NetworkRules(draft).diagnostics).inOrder
    guard diagnostics.isEmpty, let network = draft.network(name: name, locations: decoder.locations) else {
      throw .invalid(diagnostics)
    }
    self = network
  }
}
