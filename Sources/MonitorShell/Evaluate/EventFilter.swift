/// Which events are shown.
enum EventFilter: Sendable, Equatable {
  case all
  case none
  /// Those whose name one of the patterns matches.
  case only([String])

  func shows(_ name: String) -> Bool {
    switch self {
    case .all: true
    case .none: false
    case .only(let patterns): patterns.contains { Self.matches(name, $0) }
    }
  }

  /// Shell patterns with `*` and `?`; the case of letters doesn't count.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    matches(Array(name.uppercased())[...], Array(pattern.uppercased())[...])
  }

  private static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      // Runs of stars count as one: they'd only multiply the work.
      let rest = pattern.drop { $0 == "*" }
      if rest.isEmpty { return true }
      return name.indices.contains { matches(name[$0...], rest) }
    }
    guard let letter = name.first, first == "?" || first == letter else { return false }
    return matches(name.dropFirst(), pattern.dropFirst())
  }
}
