/// A profile of a source: `team/web`.
public struct SourcedName: TextValue {
  /// The source's name.
  public let source: VMName
  /// The profile's name in it.
  public let profile: VMName

  /// `team/web`.
  public var description: String { "\(source)/\(profile)" }

  /// The machine that it starts, whose name is a file's and a host's as well: `team-web`. Nil: that is too long.
  public var machine: VMName? { VMName("\(source)-\(profile)") }

  /// A profile of a source.
  public init(source: VMName, profile: VMName) {
    self.source = source
    self.profile = profile
  }

  /// Reads two names with a `/` between them.
  ///
  /// - Throws: `InvalidValue` for another text.
  public init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let source = VMName(String(parts[0])), let profile = VMName(String(parts[1])) else {
      throw InvalidValue(text: text, reason: "expected a source and a profile such as team/web")
    }
    self.init(source: source, profile: profile)
  }

  /// The ways to split a machine's name, `team-web`, into a source and a profile.
  public static func splitting(_ machine: VMName) -> [SourcedName] {
    let text = machine.description
    return text.indices.filter { text[$0] == "-" }.compactMap { dash in
      guard let source = VMName(String(text[..<dash])), let profile = VMName(String(text[text.index(after: dash)...]))
      else { return nil }
      return SourcedName(source: source, profile: profile)
    }
  }
}
