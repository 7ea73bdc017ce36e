import VMProfile

/// Damage to a YAML text: a generator that repeats itself, so that a failure can be looked at again.
struct YAMLMutation: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static let fragments = [
    "{", "}", "[", "]", ":", ": ", "- ", "\n", "\t", "\"", "'", "&m", "*m", "*nic", "<<: *nic", "---\n", "...\n",
    "!!int ",
    "|", ">", "#", "%", "@", "?", ",", "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "\r", "\r\n", "é", "🙂",
    "e\u{301}",
    "99999999999999999999", "-1", "1e999", "0/0", "::", "memory: 1G\n", "nics:\n", "user:\n", "\u{E000}", "\\x", "~",
    "null",
  ]

  /// The text with one to three faults.
  mutating func mutate(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...3, using: &self) {
      let start = Int.random(in: 0...scalars.count, using: &self)
      let end = min(scalars.count, start + Int.random(in: 0...12, using: &self))
      switch Int.random(in: 0..<6, using: &self) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: scalars[start..<end], at: Int.random(in: 0...scalars.count, using: &self))
      case 2: scalars.replaceSubrange(start..<end, with: Self.fragments.randomElement(using: &self)!.unicodeScalars)
      case 3: scalars.insert(contentsOf: Self.fragments.randomElement(using: &self)!.unicodeScalars, at: start)
      case 4:
        guard start < scalars.count else { continue }
        scalars[start] = Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &self))
      default:
        guard start < scalars.count else { continue }
        scalars[start] = Unicode.Scalar(UInt8.random(in: 0...255, using: &self))
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Whether there are mistakes, each of one line and at a place of the text.
  static func arePlaced(_ diagnostics: [Diagnostic], in yaml: String, file: String) -> Bool {
    let lines = yaml.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
    return !diagnostics.isEmpty
      && diagnostics.allSatisfy { diagnostic in
        (1...lines).contains(diagnostic.location.line) && diagnostic.location.column > 0
          && diagnostic.location.file == file && !diagnostic.message.contains("\n")
      }
  }
}
