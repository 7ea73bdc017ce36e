/// A profile that another one extends, as `extends:` names it.
public enum ParentReference: Sendable, Hashable {
  /// `base`: beside the file that names it, else where profiles are looked for. `team/base`: of a source of profiles.
  case named(String)
  /// `./parts/base.yml`: a file, from the folder of the file that names it.
  case path(String)
}

extension ParentReference: TextValue {
  /// Reads a path when the text ends in `.yml` or begins with `./` or `../`, else a name.
  ///
  /// - Throws: `InvalidValue` for a name against the rules of `VMName`, an absolute path, and a path without `.yml`.
  public init(parsing text: String) throws(InvalidValue) {
    guard text.utf8.count <= 1024, text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    guard !text.hasPrefix("/"), !text.hasPrefix("~") else {
      throw InvalidValue(text: text, reason: "a whole path is right on one host only: write one that begins with './'")
    }
    let isYAML = text.hasSuffix(".yml") && !text.hasSuffix("/.yml")
    if text.hasPrefix("./") || text.hasPrefix("../") || isYAML {
      guard isYAML else { throw InvalidValue(text: text, reason: "the path of a profile ends in '.yml'") }
      self = .path(text)
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ VMName(String($0)) != nil }) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    self = .named(text)
  }

  /// The name or the path as it was written.
  public var description: String {
    switch self {
    case .named(let name): name
    case .path(let path): path
    }
  }

  static let expectation = "the name of a profile such as base, or a path such as ./parts/base.yml"
}
