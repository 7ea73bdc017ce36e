package import XML

extension ImportedProfile {
  /// Reads a file of quickemu, or a script that runs QEMU. Nothing in it is run, expanded or looked up.
  ///
  /// - Throws: `ExchangeError` when it is no such file; what is in it and cannot be carried over is no error.
  package init(_ text: String, kind: ImportKind) throws(ExchangeError) {
    switch kind {
    case .quickemu: self = try QuickemuImport.profile(text)
    case .qemu: self = try QEMUImport.profile(try ShellText.tokens(text))
    case .libvirt: throw ExchangeError("libvirt's XML is read as a tree")
    }
    tidy()
  }

  /// Reads a domain of libvirt.
  package init(libvirt domain: XMLElement) throws(ExchangeError) {
    self = try LibvirtImport.profile(domain)
    tidy()
  }

  /// Reads a QEMU command line: the program and its arguments, each a word.
  package init(commandLine words: [String]) throws(ExchangeError) {
    self = try QEMUImport.profile(words.map { ShellWord(text: $0, line: 0) })
    tidy()
  }
}
