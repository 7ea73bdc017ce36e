import Testing
import VMProfile

@Suite struct ProfileVariablesTests {
  private func description(_ text: String, environment: [String: String] = [:]) throws -> String? {
    var fixture = LayerFixture(["/p/Profiles/web.yml": "image: tiny\ndescription: \(text)\n"])
    fixture.environment = environment
    return try fixture.profile().description
  }

  @Test(arguments: [
    ("${user} in ${project}", "ann in shop"), ("${env:A}", "1"), ("a${env:A}b", "a1b"), ("${env:B:-x}", "x"),
    ("${env:EMPTY:-x}", "x"), ("\"${env:EMPTY}\"", ""), ("${env:B:-}", ""), ("\"${env:B:-a:-b}\"", "a:-b"),
    ("$${user}", "${user}"), ("$$${user}", "$${user}"), ("$user $ $$", "$user $ $$"), ("'${user}'", "ann"),
    ("\"${user}\\t$${x}\"", "ann\t${x}"), ("|\n  ${user}\n  $$\n", "ann\n$$\n"), ("${env:Ä}", nil),
    ("x$", "x$"), ("${env:DOLLAR}", "${user}"),
  ])
  func `a variable has its value in a text`(text: String, expected: String?) throws {
    let environment = ["A": "1", "EMPTY": "", "DOLLAR": "${user}"]
    guard let expected else {
      #expect(throws: ProfileError.self) { try description(text, environment: environment) }
      return
    }
    #expect(try description(text, environment: environment) == expected)
  }

  @Test(arguments: [
    ("${env:B}", "'${env:B}': B is not set: set it with `export B=…`, or write '${env:B:-default}'"),
    ("${HOME}", "'${HOME}' is not known: did you mean '${env:HOME}'? Write '$${' where '${' stands for itself"),
    ("${usr}", "'${usr}' is not known: did you mean '${user}'? Write '$${' where '${' stands for itself"),
    (
      "${a b}",
      "'${a b}' is not known: expected ${env:NAME}, ${project} or ${user}. Write '$${' where '${' stands for itself"
    ),
    (
      "${}", "'${}' is not known: expected ${env:NAME}, ${project} or ${user}. Write '$${' where '${' stands for itself"
    ),
    ("${user", "'${' has no '}': write '$${' where it stands for itself"),
    ("${env:}", "'${env:}': the name of an environment variable has letters, digits and '_'"),
    ("${env:1A:-x}", "'${env:1A:-x}': the name of an environment variable has letters, digits and '_'"),
    ("${env:LINES}", "'${env:LINES}' has control characters or several lines"),
    ("${env:LONG}", "'${env:LONG}' is longer than 4096 bytes"),
    ("${env:A:-$(id)}x${env:B}", "'${env:B}': B is not set: set it with `export B=…`, or write '${env:B:-default}'"),
  ])
  func `what has no value is told with its place`(text: String, message: String) {
    var fixture = LayerFixture(["/p/Profiles/web.yml": "image: tiny\ndescription: \"\(text)\"\n"])
    fixture.environment = ["LINES": "a\nb", "LONG": String(repeating: "x", count: 4097)]
    #expect(fixture.mistakes() == ["web.yml:2:14: \(message)"])
  }

  @Test func `a value that was put in is checked like one that was written`() throws {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "image: ${env:IMAGE}\nsmp: ${env:CPUS}\nmemory: \"${env:MEMORY:-1G}\"\n"
    ])
    fixture.environment = ["IMAGE": "tiny", "CPUS": "3"]
    #expect(try fixture.profile().smp == 3)
    #expect(try fixture.profile().memory.description == "1G")
    for (image, cpus) in [("a,b", "null"), ("", ""), ("~", "2\u{7}"), ("tiny: x", "[1]")] {
      fixture.environment = ["IMAGE": image, "CPUS": cpus]
      let mistakes = fixture.mistakes()
      #expect(mistakes.count == 2, "\(mistakes)")
      #expect(mistakes.first?.hasPrefix("web.yml:1:8: 'image' is '\(image)': ") == true, "\(mistakes)")
      #expect(mistakes.last?.hasPrefix("web.yml:2:6: ") == true, "\(mistakes)")
    }
  }

  @Test func `a variable is not looked for where a layer above says otherwise`() throws {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: base\nmemory: 1G\n",
      "/p/Profiles/base.yml": "image: tiny\nmemory: ${env:MEMORY}\nsmp: ${env:CPUS:-2}\n",
    ])
    #expect(try fixture.profile().memory.description == "1G")
    #expect(try fixture.layers().environment == ["CPUS", "MEMORY"])
    fixture.files["/p/Profiles/web.yml"] = "extends: base\n"
    #expect(
      fixture.mistakes() == [
        "base.yml:2:9: '${env:MEMORY}': MEMORY is not set: set it with `export MEMORY=…`, or write "
          + "'${env:MEMORY:-default}'"
      ])
  }

  @Test func `keys are never expanded, and what is extended may be`() throws {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: ${env:BASE:-base}\n", "/p/Profiles/base.yml": "image: tiny\nsmp: 2\n",
      "/p/Profiles/other.yml": "image: tiny\nsmp: 3\n",
    ])
    #expect(try fixture.profile().smp == 2)
    fixture.environment = ["BASE": "other"]
    #expect(try fixture.profile().smp == 3)
    fixture.environment = ["BASE": "../../etc/passwd"]
    #expect(
      fixture.mistakes() == ["web.yml:1:10: 'extends' is '../../etc/passwd': the path of a profile ends in '.yml'"])
    fixture.files["/p/Profiles/web.yml"] = "image: tiny\n${env:KEY}: 1\n"
    fixture.environment = ["KEY": "smp"]
    #expect(fixture.mistakes().first?.hasPrefix("web.yml:2:1: unknown key '${env:KEY}'") == true)
    // The same scalar as a value and, through an alias, as a key.
    fixture.files["/p/Profiles/web.yml"] = "image: tiny\ndescription: &k ${env:KEY}\n*k : 2\n"
    #expect(fixture.mistakes().first?.hasPrefix("web.yml:2:14: unknown key '${env:KEY}'") == true)
  }

  @Test func `values do not multiply without end`() {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "image: tiny\ndescription: "
        + String(repeating: "${env:X}", count: 300) + "\n"
    ])
    fixture.environment = ["X": String(repeating: "x", count: 4096)]
    #expect(fixture.mistakes() == ["web.yml:2:14: '${env:X}': the values of variables come to more than 1M"])
  }

  @Test func `a text that a program gives has no project, no user and no environment`() {
    #expect(
      ProfileFixture.mistakes(in: "image: ${project}\ndescription: ${user}\n") == [
        "web.yml:1:8: '${project}': there is no project here",
        "web.yml:2:14: '${user}': this user has no name on this host",
      ])
  }
}
