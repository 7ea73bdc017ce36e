import Testing
import VMProfile

/// Profiles that extend others in ways that nobody means well.
@Suite struct HostileLayersTests {
  @Test func `profiles in a circle are told as one`() {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "image: tiny\nextends: a\n", "/p/Profiles/a.yml": "extends: [b]\n",
      "/p/Profiles/b.yml": "memory: 1G\nextends:\n  - web\n",
    ])
    #expect(
      fixture.mistakes() == [
        "b.yml:3:5: 'extends' is 'web': profiles extend each other in a circle: web.yml -> a.yml -> b.yml -> web.yml"
      ])
    fixture.files = ["/p/Profiles/web.yml": "image: tiny\nextends: web\n"]
    #expect(
      fixture.mistakes() == [
        "web.yml:2:10: 'extends' is 'web': profiles extend each other in a circle: web.yml -> web.yml"
      ])
  }

  /// `web` extends `p1`, that `p2`, and so on.
  private func chain(_ count: Int) -> LayerFixture {
    var fixture = LayerFixture(["/p/Profiles/web.yml": "extends: p2\n", "/p/Profiles/p\(count).yml": "image: tiny\n"])
    for index in 2..<count { fixture.files["/p/Profiles/p\(index).yml"] = "extends: p\(index + 1)\n" }
    return fixture
  }

  @Test func `profiles extend each other sixteen deep and no deeper`() throws {
    #expect(try chain(ProfileLayers.maximumDepth).profile().image == .named("tiny"))
    let message = "p16.yml:1:10: 'extends' is 'p17': more than 16 profiles extend each other in a row"
    #expect(chain(17).mistakes().map { String($0.prefix(message.count)) } == [message])
    #expect(chain(5000).mistakes().count == 1)
    // Also where the lower half was read before.
    var fixture = chain(17)
    fixture.files["/p/Profiles/web.yml"] = "extends: [p10, p2]\n"
    #expect(fixture.mistakes().count == 1)
    #expect(fixture.mistakes().first?.contains("in a row") == true, "\(fixture.mistakes())")
  }

  @Test func `a thousand parents are too many, and are told once`() throws {
    func fixture(_ count: Int) -> LayerFixture {
      let names = (1...count).map { "p\($0)" }
      var fixture = LayerFixture([
        "/p/Profiles/web.yml": "image: tiny\nextends: [\(names.joined(separator: ", "))]\n"
      ])
      for name in names { fixture.files["/p/Profiles/\(name).yml"] = "memory: 1G\n" }
      return fixture
    }
    #expect(try fixture(63).profile().memory.description == "1G")
    #expect(
      fixture(1000).mistakes() == ["web.yml:2:317: more than 64 files make up this profile, p64.yml among them"])
  }

  @Test func `a diamond of profiles is read once for each file`() throws {
    // Two ways at each level would be 2^14 readings.
    var fixture = LayerFixture(["/p/Profiles/web.yml": "extends: [l1, r1]\n"])
    for level in 1...14 {
      let next = level == 14 ? "image: tiny\n" : "extends: [l\(level + 1), r\(level + 1)]\n"
      fixture.files["/p/Profiles/l\(level).yml"] = next
      fixture.files["/p/Profiles/r\(level).yml"] = next
    }
    #expect(try fixture.profile().image == .named("tiny"))
    #expect(try fixture.layers().files.count == 29)
  }

  @Test func `files that are too large together are refused`() {
    let filler = "# " + String(repeating: "x", count: 1_000_000) + "\n"
    var fixture = LayerFixture(["/p/Profiles/web.yml": "image: tiny\nextends: [a, b, c, d, e]\n"])
    for name in ["a", "b", "c", "d", "e"] { fixture.files["/p/Profiles/\(name).yml"] = filler }
    #expect(
      fixture.mistakes() == ["web.yml:2:23: the files of this profile are larger than 4M together, with e.yml"])
    fixture.files["/p/Profiles/a.yml"] = filler + filler
    #expect(fixture.mistakes().first == "a.yml:1:1: the file is larger than 1M: this is not a profile")
  }

  @Test func `aliases that multiply through layers are stopped`() {
    var lines = ["image: tiny", "x0: &x0 {a: 1}"]
    for level in 1...40 { lines.append("x\(level): &x\(level) {a: *x\(level - 1), b: *x\(level - 1)}") }
    let bomb = lines.joined(separator: "\n") + "\n"
    let fixture = LayerFixture(["/p/Profiles/web.yml": bomb + "extends: a\n", "/p/Profiles/a.yml": bomb])
    #expect(
      fixture.mistakes().contains {
        $0.hasSuffix("too many keys to put layers over each other: do aliases multiply them?")
      })
    // With variables the texts are expanded once for each that is written.
    let variables = LayerFixture(["/p/Profiles/web.yml": bomb + "description: ${user}\n"])
    #expect(variables.mistakes().contains { $0.contains("unknown key 'x40'") })
  }

  @Test func `a way out of the folder is told as what it is`() {
    let fixture = LayerFixture(["/p/Profiles/web.yml": "image: tiny\nextends: x\n"])
    for (reference, reason) in [
      ("../../etc/passwd", "the path of a profile ends in '.yml'"),
      ("/etc/passwd", "a whole path is right on one host only: write one that begins with './'"),
      ("/etc/x.yml", "a whole path is right on one host only: write one that begins with './'"),
      ("~/x.yml", "a whole path is right on one host only: write one that begins with './'"),
      ("./.yml", "the path of a profile ends in '.yml'"),
      ("-x", "expected the name of a profile such as base, or a path such as ./parts/base.yml"),
      ("a/b/c", "expected the name of a profile such as base, or a path such as ./parts/base.yml"),
      ("base.yaml", "expected the name of a profile such as base, or a path such as ./parts/base.yml"),
    ] {
      var asked = fixture
      asked.files["/p/Profiles/web.yml"] = "image: tiny\nextends: \"\(reference)\"\n"
      #expect(asked.mistakes() == ["web.yml:2:10: 'extends' is '\(reference)': \(reason)"])
    }
    var missing = fixture
    missing.files["/p/Profiles/web.yml"] = "image: tiny\nextends: ../../etc/passwd.yml\n"
    #expect(
      missing.mistakes() == ["web.yml:2:10: 'extends' is '../../etc/passwd.yml': there is no file /etc/passwd.yml"])
  }

  @Test(arguments: [
    (
      "extends:\n",
      "1:1: 'extends': expected the name of a profile such as base, or a path such as ./parts/base.yml, found nothing"
    ),
    (
      "extends: {a: 1}\n",
      "1:10: 'extends': expected the name of a profile such as base, or a path such as ./parts/base.yml, found a mapping"
    ),
    (
      "extends: [[a]]\n",
      "1:11: 'extends': expected the name of a profile such as base, or a path such as ./parts/base.yml, found a list"
    ),
    ("extends: []\nextends: []\n", "2:1: the key 'extends' is written twice: first at web.yml:1:1"),
    (
      "extends: ${env:BASE}\n",
      "1:10: '${env:BASE}': BASE is not set: set it with `export BASE=…`, or write '${env:BASE:-default}'"
    ),
  ])
  func `what extends nothing readable is told with its place`(yaml: String, message: String) {
    let fixture = LayerFixture(["/p/Profiles/web.yml": yaml + "image: tiny\n"])
    #expect(fixture.mistakes() == ["web.yml:\(message)"])
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `no damage to any layer gets past as a crash or as a mistake without a place`(seed: UInt64) throws {
    let texts = [
      "/p/Profiles/web.yml":
        "extends: [base, ./more.yml]\nssh: {user: \"${user}\"}\nnics: &n\n  - user: {forward: [ssh]}\n",
      "/p/Profiles/base.yml": "image: tiny\nmemory: ${env:M:-512M}\nssh: {user: root}\ndisk: 1G\n",
      "/p/Profiles/more.yml": "extends: base\nssh: {<<: {user: adm}}\n",
      "/p/Profiles/web.local.yml": "disk:\nsmp: 2\ndescription: $${x}\n",
    ]
    let names = texts.keys.sorted()
    var random = YAMLMutation(seed: seed)
    var (accepted, refused) = (0, 0)
    for round in 0..<300 {
      var fixture = LayerFixture(texts)
      let name = names[round % names.count]
      fixture.files[name] = random.mutate(texts[name] ?? "")
      do {
        let profile = try fixture.profile()
        try profile.validate()
        _ = try fixture.effective()
        accepted += 1
      } catch ProfileError.invalid(let diagnostics) {
        refused += 1
        #expect(!diagnostics.isEmpty)
        for diagnostic in diagnostics {
          let place = diagnostic.location
          let text = fixture.files["/p/Profiles/\(place.file)"] ?? ""
          let lines = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
          #expect(
            (1...lines).contains(place.line) && place.column > 0 && !diagnostic.message.contains("\n"),
            "seed \(seed), round \(round): \(diagnostic)")
        }
      }
    }
    #expect(accepted > 3)
    #expect(refused > 100)
  }

  @Test func `a text without a file extends nothing`() {
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nextends: base\n")
        == ["web.yml:2:10: 'extends' is 'base': a text without a file cannot extend others"])
  }
}
