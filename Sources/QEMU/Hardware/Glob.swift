/// Patterns as in glob(7), of `*` and `?` alone: descriptors of firmware have no others.
enum Glob {
  static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
    // The last `*` and where its match ends so far: only that one ever has to take more.
    var (text, pattern) = (text, pattern)
    var retry: (text: Substring, pattern: Substring)?
    while let character = text.first {
      switch pattern.first {
      case "*":
        pattern = pattern.dropFirst()
        retry = (text, pattern)
      case "?", character:
        (text, pattern) = (text.dropFirst(), pattern.dropFirst())
      default:
        guard let last = retry else { return false }
        retry = (last.text.dropFirst(), last.pattern)
        (text, pattern) = (last.text.dropFirst(), last.pattern)
      }
    }
    return pattern.allSatisfy { $0 == "*" }
  }
}
