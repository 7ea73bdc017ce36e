package import VMProfile

/// Where an image comes from.
package enum ImageSource: Sendable, Hashable {
  /// `https:` or `http:`.
  case url(String)
  /// An absolute path.
  case file(String)

  private static let expectation = "expected https://HOST/PATH, http://HOST/PATH or a file's path"

  /// Reads a URL or a path.
  ///
  /// - Parameter folder: what a relative path starts from; may itself be a URL that ends in `/`.
  /// - Throws: `InvalidValue` for another scheme, and for what could be taken for something else by the programs that
  ///   get it.
  package init(parsing text: String, relativeTo folder: String) throws(InvalidValue) {
    guard !text.isEmpty, text.utf8.count <= 2048 else { throw InvalidValue(text: text, reason: Self.expectation) }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw InvalidValue(text: text, reason: "a place has no control characters")
    }
    if let scheme = Self.scheme(of: text) {
      guard ["https", "http"].contains(scheme) else {
        throw InvalidValue(text: text, reason: "the scheme '\(scheme)' is not taken: \(Self.expectation)")
      }
      self = .url(try Self.checked(text))
    } else if Self.scheme(of: folder) != nil {
      guard !text.hasPrefix("/"), !text.split(separator: "/").contains("..") else {
        throw InvalidValue(text: text, reason: "beside a catalogue from a server only files below it can be named")
      }
      self = .url(try Self.checked(folder + text))
    } else {
      self = .file(text.hasPrefix("/") ? text : "\(folder)/\(text)")
    }
  }

  package var text: String {
    switch self {
    case .url(let text), .file(let text): text
    }
  }

  var isEncrypted: Bool { text.lowercased().hasPrefix("https://") }

  /// Lower case; nil: it is a path.
  static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon]
    guard let first = scheme.utf8.first, (0x41...0x5A).contains(first & 0xDF),
      scheme.utf8.allSatisfy({
        (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
      })
    else { return nil }
    return scheme.lowercased()
  }

  private static func checked(_ url: String) throws(InvalidValue) -> String {
    guard let slashes = url.firstRange(of: "://") else { throw InvalidValue(text: url, reason: expectation) }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }) else {
      throw InvalidValue(text: url, reason: "a URL has no spaces or special characters: write them as %20 and so on")
    }
    let host = url[slashes.upperBound...].prefix { !"/?#".contains($0) }
    guard !host.isEmpty else { throw InvalidValue(text: url, reason: expectation) }
    guard !host.contains("@") else {
      throw InvalidValue(text: url, reason: "a URL here holds no user and password, which others could read")
    }
    return url
  }
}
