import Testing
import VMProfile

@Suite struct ProfileFuzzTests {
  /// A generator that repeats itself, so that a failure can be looked at again.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let valid = """
    description: "Every key"
    image: tiny
    arch: x86_64
    machine: q35
    accelerator: auto
    cpu: auto
    smp: 2
    memory: &m 512M
    disk: 4G
    nics:
      - &nic
        model: virtio
        mac: 52:54:00:12:34:56
        user:
          forward: [ssh, "8080:80", "0.0.0.0:53:53/udp"]
        address: 10.0.2.20/24
        gateway: 10.0.2.2
        dns: [10.0.2.3]
      - none
      - {<<: *nic, mac: 52:54:00:12:34:57, user: }
    ssh: {user: root}
    display: none
    """

  private static let fragments = [
    "{", "}", "[", "]", ":", ": ", "- ", "\n", "\t", "\"", "'", "&m", "*m", "*nic", "<<: *nic", "---\n", "...\n",
    "!!int ",
    "|", ">", "#", "%", "@", "?", ",", "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "\r", "\r\n", "é", "🙂",
    "e\u{301}",
    "99999999999999999999", "-1", "1e999", "0/0", "::", "memory: 1G\n", "nics:\n", "user:\n", "\u{E000}", "\\x", "~",
    "null",
  ]

  private static func mutate(_ text: String, with random: inout Seeded) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let start = Int.random(in: 0...scalars.count, using: &random)
      let end = min(scalars.count, start + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: scalars[start..<end], at: Int.random(in: 0...scalars.count, using: &random))
      case 2: scalars.replaceSubrange(start..<end, with: fragments.randomElement(using: &random)!.unicodeScalars)
      case 3: scalars.insert(contentsOf: fragments.randomElement(using: &random)!.unicodeScalars, at: start)
      case 4:
        guard start < scalars.count else { continue }
        scalars[start] = Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &random))
      default:
        guard start < scalars.count else { continue }
        scalars[start] = Unicode.Scalar(UInt8.random(in: 0...255, using: &random))
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `no damage to a profile gets past as a crash or as a mistake without a place`(seed: UInt64) throws {
    #expect(ProfileFixture.mistakes(in: Self.valid) == [])
    var random = Seeded(state: seed)
    var (accepted, refused) = (0, 0)
    for round in 0..<400 {
      let yaml = Self.mutate(Self.valid, with: &random)
      do {
        let profile = try ProfileFixture.parse(yaml)
        // What is accepted obeys the rules in every single value.
        try profile.validate()
        accepted += 1
      } catch ProfileError.invalid(let diagnostics) {
        refused += 1
        let lines = yaml.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
        let arePlaced = diagnostics.allSatisfy { diagnostic in
          (1...lines).contains(diagnostic.location.line) && diagnostic.location.column > 0
            && diagnostic.location.file == "web.yml" && !diagnostic.message.contains("\n")
        }
        #expect(
          arePlaced && !diagnostics.isEmpty, "seed \(seed), round \(round): \(diagnostics) in \(yaml.debugDescription)")
        #expect(diagnostics.map(\.location) == diagnostics.map(\.location).sorted())
      }
    }
    #expect(accepted > 3)
    #expect(refused > 300)
  }

  @Test func `deep nesting is refused, not followed until the stack ends`() {
    for opening in ["[", "{a: ", "- ", "? "] {
      let yaml = "image: tiny\ndescription:\n  " + String(repeating: opening, count: 20_000)
      #expect(ProfileFixture.mistakes(in: yaml).count == 1, "\(opening)")
    }
  }
}
