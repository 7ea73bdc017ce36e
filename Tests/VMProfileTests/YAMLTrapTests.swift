import Testing
import VMProfile

/// YAML 1.1 reads many plain words as something else; a profile takes what was written.
@Suite struct YAMLTrapTests {
  @Test func `an unquoted MAC address is not a number in base 60`() throws {
    let profile = try ProfileFixture.parse("image: tiny\nnics:\n- {mac: 52:54:00:12:34:56, user: }\n")
    #expect(profile.nics[0].mac?.description == "52:54:00:12:34:56")
    let digits = try ProfileFixture.parse("image: tiny\nnics:\n- user:\n  mac: 10:20:30:40:50:00\n")
    #expect(digits.nics[0].mac?.description == "10:20:30:40:50:00")
  }

  @Test func `an unquoted forward is not a number in base 60`() throws {
    let profile = try ProfileFixture.parse(
      "image: tiny\nnics:\n- user:\n    forward:\n    - 8080:80\n    - 10:22/udp\n")
    #expect(
      profile.nics[0].attachment
        == .user(forwards: [try PortForward(parsing: "8080:80"), try PortForward(parsing: "10:22/udp")]))
  }

  @Test(arguments: ["1e3", "no", "off", "yes", "true", "0x1F", "1_000", ".5", "2024-01-01", "NaN"])
  func `a description is a text, whatever it looks like`(text: String) throws {
    #expect(try ProfileFixture.parse("image: tiny\ndescription: \(text)\n").description == text)
  }

  @Test(arguments: ["1e3", "no", "7", "0x1F", "2024-01-01"])
  func `an image's name is a text, whatever it looks like`(text: String) throws {
    #expect(try ProfileFixture.parse("image: \(text)\n").image == .named(text))
  }

  @Test func `a quoted null is a text, and a quoted nothing is an empty text`() throws {
    #expect(try ProfileFixture.parse("image: 'null'\ndescription: \"~\"\n").image == .named("null"))
    #expect(try ProfileFixture.parse("image: 'null'\ndescription: \"~\"\n").description == "~")
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nmemory: \"\"\ndisk: ~\n") == [
        "web.yml:2:9: 'memory' is '': expected a size such as 512M",
        "web.yml:3:1: 'disk' has no value: expected a size such as 512M",
      ])
  }

  @Test func `a number may be quoted`() throws {
    #expect(try ProfileFixture.parse("image: tiny\nsmp: \"2\"\n").smp == 2)
    #expect(try ProfileFixture.parse("image: tiny\n'smp': '2'\n").smp == 2)
    #expect(try ProfileFixture.parse("image: tiny\nsmp: !!str 2\n").smp == 2)
  }

  @Test(arguments: ["2.0", "0x2", "02", "+2", "2e0", "1_0", "1:30", "yes", "256", "-1", "99999999999999999999"])
  func `a number is written in plain decimal digits`(text: String) {
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nsmp: \(text)\n")
        == ["web.yml:2:6: 'smp' is '\(text)': expected a whole number from 1 to 255"])
  }

  @Test func `words for false are words`() {
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\ndisplay: off\naccelerator: no\n") == [
        "web.yml:2:10: 'display' is 'off': expected none, gtk, sdl or vnc",
        "web.yml:3:14: 'accelerator' is 'no': expected auto, kvm or tcg",
      ])
    #expect(ProfileFixture.mistakes(in: "image: tiny\ndisplay: none\n") == [])
  }

  @Test func `keys that YAML takes for other types are words`() {
    let mistakes = ProfileFixture.mistakes(in: "image: tiny\non: 1\n2: 1\nnull: 1\n")
    #expect(
      mistakes.map { $0.prefix(27) } == [
        "web.yml:2:1: unknown key 'o", "web.yml:3:1: unknown key '2", "web.yml:4:1: unknown key 'n",
      ])
  }

  @Test func `aliases and merged keys work, and a written key wins over a merged one`() throws {
    let profile = try ProfileFixture.parse(
      """
      image: tiny
      memory: &size 1G
      disk: *size
      nics:
        - &base {model: e1000, user: {forward: ssh}}
        - <<: *base
          model: rtl8139
        - <<: [{model: e1000e}, *base]
      """)
    #expect(profile.disk == profile.memory)
    #expect(profile.nics.map(\.model) == ["e1000", "rtl8139", "e1000e"])
    #expect(profile.nics.allSatisfy { $0.attachment == .user(forwards: [.ssh]) })
    #expect(profile.locations["nics[1].model"]?.line == 7)
    #expect(profile.locations["nics[1].user"]?.line == 5)
  }

  @Test func `merged keys that multiply are cut short`() {
    var lines = ["image: tiny", "x0: &x0 {model: e1000, mac: 1}"]
    for level in 1...40 { lines.append("x\(level): &x\(level) {<<: [*x\(level - 1), *x\(level - 1)]}") }
    lines += ["nics:", "- <<: *x40", "  user:"]
    let mistakes = ProfileFixture.mistakes(in: lines.joined(separator: "\n"))
    #expect(mistakes.contains { $0.hasSuffix("'<<' brings in too many keys") })
    #expect(mistakes.contains { $0.contains("unknown key 'x40'") })
  }

  @Test func `a byte order mark, Windows line ends and comments change nothing`() throws {
    let profile = try ProfileFixture.parse("\u{FEFF}# hello\r\nimage: tiny # the image\r\nsmp: 2\r\n")
    #expect(profile.smp == 2)
    #expect(profile.locations["smp"] == SourceLocation(file: "web.yml", line: 3, column: 6))
    let marked = try ProfileFixture.parse("\u{FEFF}image: tiny\n")
    #expect(marked.locations["image"] == SourceLocation(file: "web.yml", line: 1, column: 8))
  }

  @Test func `a document may begin and end with markers`() throws {
    #expect(try ProfileFixture.parse("---\nimage: tiny\n...\n").image == .named("tiny"))
    #expect(try ProfileFixture.parse("%YAML 1.1\n---\nimage: tiny\n").image == .named("tiny"))
  }
}
