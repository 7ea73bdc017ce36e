/// A public key that may log in to the guest.
public enum AuthorizedKey: TextValue {
  /// A line of authorized_keys(5), without options: `ssh-ed25519 AAAA… anna`.
  case literal(String)
  /// A file with such lines, as ssh-keygen(1) writes it: `./keys/anna.pub`.
  case file(HostPath)

  /// Reads a key, or the path of a `.pub` file.
  ///
  /// - Throws: `InvalidValue` for what is neither, a private key among it.
  public init(parsing text: String) throws(InvalidValue) {
    if text.hasSuffix(".pub"), !text.contains(" ") {
      self = .file(try HostPath(parsing: text))
      return
    }
    guard !text.contains("PRIVATE KEY") else {
      throw InvalidValue(text: "…", reason: "this is a private key: write the public one, which ends in .pub")
    }
    guard Self.isKey(text) else { throw InvalidValue(text: text, reason: "expected \(Self.expectation)") }
    self = .literal(text)
  }

  /// The key or the path as it was written.
  public var description: String {
    switch self {
    case .literal(let line): line
    case .file(let path): path.description
    }
  }

  /// Whether a line is a public key: its type, its content in base64, and perhaps a comment.
  public static func isKey(_ line: String) -> Bool {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("ssh-") || words[0].hasPrefix("ecdsa-") || words[0].hasPrefix("sk-"),
      line.utf8.count <= 16384
    else { return false }
    return words[0].utf8.allSatisfy { ASCII.isAlphanumeric($0) || "-@.".utf8.contains($0) }
      && words[1].utf8.count >= 16
      && words[1].utf8.allSatisfy { ASCII.isAlphanumeric($0) || "+/=".utf8.contains($0) }
      && line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  static let expectation = "a public key such as 'ssh-ed25519 AAAA… anna', or the path of a .pub file"
  static let pattern =
    "^([^~ ][^ ]*\\.pub|(ssh-|ecdsa-|sk-)[A-Za-z0-9@.-]+ +[A-Za-z0-9+/=]{16,}( [^\\u0000-\\u001f]*)?)$"
}
