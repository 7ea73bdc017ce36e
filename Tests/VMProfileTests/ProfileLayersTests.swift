import JSON
import Testing
import VMProfile

@Suite struct ProfileLayersTests {
  @Test func `a profile has what it extends, in that order, and says over it`() throws {
    let fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: [base, big]\ndisk: 8G\n",
      "/p/Profiles/base.yml": "image: tiny\nmemory: 256M\nsmp: 2\ndisk: 1G\nnics: [user, none]\nssh: {user: root}\n",
      "/p/Profiles/big.yml": "memory: 4G\nnics: [none]\n",
    ])
    let profile = try fixture.profile()
    #expect(profile.image == .named("tiny"))
    #expect(profile.memory.description == "4G")
    #expect(profile.smp == 2)
    #expect(profile.disk?.description == "8G")
    #expect(profile.nics == [NIC(attachment: .none)])
    #expect(profile.ssh.user == "root")
    #expect(profile.locations["memory"] == SourceLocation(file: "big.yml", line: 1, column: 9))
    #expect(profile.locations["smp"] == SourceLocation(file: "base.yml", line: 3, column: 6))
    #expect(profile.locations["disk"] == SourceLocation(file: "web.yml", line: 2, column: 7))
    #expect(profile.locations["extends"] == SourceLocation(file: "web.yml", line: 1, column: 10))
    let layers = try fixture.layers()
    #expect(layers.parents == [.named("base"), .named("big")])
    #expect(layers.files.map(\.file) == ["web.yml", "base.yml", "big.yml"])
    #expect(layers.files.map(\.role) == [.profile, .parent, .parent])
  }

  @Test func `a person's own layer lies over the profile, and over nothing that extends it`() throws {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: base\nmemory: 1G\ndisk: 2G\n",
      "/p/Profiles/base.yml": "image: tiny\n",
      "/p/Profiles/web.local.yml": "memory: 2G\ndisk:\n",
      "/p/Profiles/base.local.yml": "smp: 8\n",
    ])
    let profile = try fixture.profile()
    #expect(profile.memory.description == "2G")
    #expect(profile.disk == nil)
    #expect(profile.smp == 1)
    #expect(try fixture.layers().files.map(\.role) == [.profile, .parent, .local])
    // It may stand on others itself, and be empty.
    fixture.files["/p/Profiles/web.local.yml"] = "extends: ./mine/small.yml\nsmp: 3\n"
    fixture.files["/p/Profiles/mine/small.yml"] = "memory: 64M\nsmp: 1\n"
    #expect(try fixture.profile().memory.description == "64M")
    #expect(try fixture.profile().smp == 3)
    #expect(try fixture.layers().parents == [.named("base")])
    for nothing in ["", "# nothing yet\n", "~\n"] {
      fixture.files["/p/Profiles/web.local.yml"] = nothing
      #expect(try fixture.profile().memory.description == "1G", "\(nothing.debugDescription)")
    }
  }

  @Test func `mistakes are told with the file that they are in, and only where they count`() {
    var fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: ./parts/base.yml\nmemory: lots\n",
      "/p/Profiles/parts/base.yml": "image: tiny\nsmp: 0\nmemory: less\ncolour: red\n",
    ])
    let mistakes = fixture.mistakes()
    #expect(mistakes.count == 3)
    #expect(mistakes.first == "parts/base.yml:2:6: 'smp' is '0': expected a whole number from 1 to 255")
    #expect(mistakes.dropFirst().first?.hasPrefix("parts/base.yml:4:1: unknown key 'colour'") == true)
    #expect(mistakes.last == "web.yml:2:9: 'memory' is 'lots': expected a size such as 512M")
    fixture.files["/p/Profiles/parts/base.yml"] = "smp: 1\n"
    fixture.files["/p/Profiles/web.yml"] = "extends: ./parts/base.yml\n"
    #expect(fixture.mistakes().first?.hasPrefix("web.yml:1:1: 'image' is missing") == true)
    fixture.files["/p/Profiles/parts/base.yml"] = "image: tiny\nmemory: &m 1G\n *m: [\n"
    #expect(fixture.mistakes().first?.hasPrefix("parts/base.yml:") == true)
    fixture.files["/p/Profiles/parts/base.yml"] = "- image\n"
    #expect(
      fixture.mistakes() == [
        "parts/base.yml:1:1: expected keys and values such as `memory: 1G`, found a list: this is not a profile"
      ])
    fixture.files["/p/Profiles/parts/base.yml"] = "x: &x {extends: other}\n<<: *x\nimage: tiny\n"
    #expect(
      fixture.mistakes().contains(
        "parts/base.yml:1:8: 'extends' has no effect behind '<<': write it at the top of the file"))
  }

  @Test func `a relative path starts at the file that says it`() throws {
    let fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: ../shared/base.yml\nmemory: 1G\n",
      "/p/shared/base.yml": "image: ./disk.qcow2\nnics:\n  - tap: {ifname: tap0, script: ./up}\n",
      "/p/Profiles/web.local.yml": "description: mine\n",
    ])
    let profile = try fixture.profile()
    #expect(profile.folder(of: "image") == "/p/shared")
    #expect(profile.folder(of: "nics[0].tap.script") == "/p/shared")
    #expect(profile.folder(of: "memory") == "/p/Profiles")
    #expect(profile.folder(of: "disk") == nil)
    #expect(try ProfileFixture.parse("image: ./a\n").folder(of: "image") == nil)
  }

  @Test func `each value's origin is shown, and defaults as such`() throws {
    let fixture = LayerFixture([
      "/p/Profiles/web.yml": "extends: base\nsmp: ${env:CPUS:-4}\n",
      "/p/Profiles/base.yml":
        "image: tiny\nnics:\n  - user: {forward: [ssh, \"8080:80\"], restrict: true}\n  - none:\n",
      "/p/Profiles/web.local.yml": "memory: 2G\n",
    ])
    let effective = try fixture.effective()
    let lines = effective.values.map { "\($0.keyPath)=\($0.text) \($0.origin?.description ?? "default")" }
    for line in [
      "image=tiny base.yml:1:8", "accelerator=auto default", "smp=4 web.yml:2:6", "memory=2G web.local.yml:1:9",
      "nics[0].user.forward[0]=ssh base.yml:3:22", "nics[0].user.forward[1]=8080:80 base.yml:3:27",
      "nics[0].user.restrict=true base.yml:3:49", "nics[1].none=null base.yml:4:5",
    ] {
      #expect(lines.contains(line), "\(line) in \(lines)")
    }
    #expect(!lines.contains { $0.hasPrefix("extends") })
    #expect(
      effective.json["nics"]?.compact == #"[{"user":{"forward":["ssh","8080:80"],"restrict":true}},{"none":null}]"#)
    let alone = LayerFixture(["/p/Profiles/web.yml": "image: tiny\n"])
    let defaults = try alone.effective().values.filter { $0.origin == nil }.map(\.keyPath)
    #expect(defaults.contains("nics[0].user.forward[0]") && defaults.contains("memory"))
    // What is shown is a profile again, and means the same.
    let again = try ProfileFixture.parse(effective.json.pretty)
    #expect(again == (try fixture.profile()))
  }

  @Test func `a card goes into the file only where the list is that file's`() throws {
    let fixture = LayerFixture([
      "/p/Profiles/base.yml": "image: tiny\nnics: [user]\n", "/p/Profiles/web.yml": "extends: base\n",
    ])
    let name = try VMName(parsing: "web")
    var text = ProfileText("extends: base\n", name: name, file: "web.yml")
    #expect(
      throws: ProfileError.unreadable(
        "web.yml: its 'nics' come from base.yml:2:7: add the NIC there, or copy the whole list to web.yml")
    ) {
      try text.append(.standard) { yaml throws(ProfileError) in
        let source = ProfileSource(path: "/p/Profiles/web.yml", file: "web.yml", text: yaml)
        return try Profile(ProfileLayers(source, reader: fixture.reader), name: name)
      }
    }
    text = ProfileText("extends: base\nnics:\n  - none\n", name: name, file: "web.yml")
    let index = try text.append(NIC(attachment: .none)) { yaml throws(ProfileError) in
      let source = ProfileSource(path: "/p/Profiles/web.yml", file: "web.yml", text: yaml)
      return try Profile(ProfileLayers(source, reader: fixture.reader), name: name)
    }
    #expect(index == 1)
  }

  @Test func `a parent that is not there hides no other mistake, and what it may bring is not called missing`() {
    let fixture = LayerFixture([
      "/p/Profiles/web.yml":
        "extends: [bsae, other]\nmemroy: 1G\nsmp: many\ndescription: ${env:NONE}\ncloud_init: {user: {groups: [x]}}\n",
      "/p/Profiles/other.yml": "disk: 1X\n",
    ])
    let mistakes = fixture.mistakes()
    for part in [
      "web.yml:1:11: 'extends' is 'bsae'", "web.yml:2:1: unknown key 'memroy'", "web.yml:3:6: 'smp'",
      "web.yml:4:14:", "other.yml:1:7: 'disk'",
    ] {
      #expect(mistakes.contains { $0.hasPrefix(part) }, "\(part) in \(mistakes)")
    }
    #expect(mistakes.count == 5, "\(mistakes)")
  }
}
