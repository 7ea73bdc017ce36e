/// Where git fetches a source of profiles from: ssh, https, or a path of this host.
///
/// What git takes besides is refused: a transport such as `ext::` runs any program, and `http:` or `git:` lets anyone on
/// the way change what comes (git-remote-ext(1), git-fetch(1) on URLs).
public struct GitURL: TextValue {
  /// As it was written.
  public let description: String
  /// A path of this host, without `file://`; nil: another host's.
  public let localPath: String?

  /// Reads `git@host:team/vms.git`, `ssh://…`, `https://…`, `file:///…` or a path.
  ///
  /// - Throws: `InvalidValue` for another transport, a password in it, and what git would take for an option.
  public init(parsing text: String) throws(InvalidValue) {
    func fault(_ reason: String) -> InvalidValue { InvalidValue(text: text, reason: reason) }
    guard !text.isEmpty, text.utf8.count <= 2048,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { throw fault("expected \(Self.expectation)") }
    guard !text.hasPrefix("-") else { throw fault("git would take it for an option: expected \(Self.expectation)") }
    let start = text.prefix { $0 != "/" }
    if let colon = start.range(of: "::"), start[..<colon.lowerBound].utf8.allSatisfy(Self.isSchemeByte) {
      throw fault("a transport of git's that runs programs is not taken: expected \(Self.expectation)")
    }
    description = text
    if let end = text.range(of: "://") {
      let rest = text[end.upperBound...]
      switch text[..<end.lowerBound] {
      case "file":
        guard rest.hasPrefix("/") else { throw fault("a file has its whole path: file:///srv/git/vms.git") }
        localPath = String(rest)
      case "ssh", "https":
        localPath = nil
        try Self.check(authority: rest.prefix { $0 != "/" }, fault)
        guard rest.contains("/"), !rest.hasSuffix("://") else { throw fault("expected \(Self.expectation)") }
      case "http", "git":
        throw fault("anyone on the way could change what comes: write https:// or ssh://")
      default: throw fault("expected \(Self.expectation)")
      }
    } else if let colon = start.firstIndex(of: ":"), colon != start.startIndex {
      localPath = nil
      try Self.check(authority: start[..<colon], fault)
      let path = text[text.index(after: colon)...]
      guard !path.isEmpty, !path.hasPrefix("-") else { throw fault("expected \(Self.expectation)") }
    } else {
      localPath = text
    }
  }

  /// `[user@]host[:port]`, of which neither may look like an option of ssh's.
  private static func check(authority: Substring, _ fault: (String) -> InvalidValue) throws(InvalidValue) {
    let parts = authority.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") && !$0.contains(" ") }) else {
      throw fault("expected \(Self.expectation)")
    }
    guard parts.count == 1 || !parts[0].contains(":") else {
      throw fault(
        "it holds a password, which would be shared: leave it out and let git ask, or use a credential helper")
    }
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool { ASCII.isAlphanumeric(byte) || "+-._".utf8.contains(byte) }

  /// What the source is called unless somebody says otherwise: whose it is on another host (`team` of
  /// `git@host:team/vms.git`), else the repository's name; nil when neither is a name.
  public var defaultName: VMName? {
    var path = description[...]
    if let end = path.range(of: "://") {
      path = path[end.upperBound...].drop { $0 != "/" }
    } else if localPath == nil, let colon = path.firstIndex(of: ":") {
      path = path[path.index(after: colon)...]
    }
    let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
    guard let last = parts.last else { return nil }
    let repository = last.hasSuffix(".git") ? last.dropLast(4) : last
    let owner = localPath == nil && parts.count > 1 ? VMName(String(parts[parts.count - 2])) : nil
    return owner ?? VMName(String(repository))
  }

  static let expectation = "git@host:team/vms.git, ssh://host/path, https://host/path, or a path of this host"
}

extension Substring {
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? { self[...].range(of: text) }
}
