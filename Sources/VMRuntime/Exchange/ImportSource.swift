internal import GLib
internal import ProfileExchange
internal import Wording
internal import XML

/// The text of another program's machine with the place that it came from.
struct ImportSource {
  private let input: ImportInput
  private let text: String
  /// As messages call it.
  let name: String
  /// The folder that relative paths in it start from.
  let folder: String

  init(_ input: ImportInput) throws(RuntimeError) {
    self.input = input
    folder =
      switch input {
      case .file(let path): Folder.parent(of: VMHost.absolute(path))
      default: VMHost.currentFolder
      }
    switch input {
    case .file(let path):
      name = path.printable
      let bytes = try translating { () throws(GLibError) in
        try DurableFile.read(path, limit: ImportInput.maximumSize)
      }
      guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
        throw RuntimeError(.invalidProfile, "\(path.printable) is not UTF-8 text")
      }
      self.text = text
    case .text(let text): (name, self.text) = ("the standard input", text)
    case .commandLine(let words): (name, text) = ("the command line", words.joined(separator: " "))
    }
  }

  /// The file's name without its suffix.
  var stem: String {
    guard case .file(let path) = input else { return "imported" }
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
  }

  func read(_ kind: ImportKind?) throws(RuntimeError) -> ImportedProfile {
    do throws(ExchangeError) {
      if case .commandLine(let words) = input { return try ImportedProfile(commandLine: words) }
      // A byte order mark is no part of the text.
      let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
      let found: ImportKind
      if let kind { found = kind } else { found = try ImportKind.of(text) }
      if found == .libvirt { return try ImportedProfile(libvirt: Self.tree(text)) }
      return try ImportedProfile(text, kind: found)
    } catch {
      throw RuntimeError(.invalidProfile, "\(name): \(error)")
    }
  }

  private static func tree(_ text: String) throws(ExchangeError) -> XMLElement {
    do throws(GLibError) { return try Markup.parse(text) } catch {
      throw ExchangeError("it is no XML that can be read: \(error.message)")
    }
  }
}
