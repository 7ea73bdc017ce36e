import Foundation
import Testing

/// New profiles, and profiles that are changed.
@Suite struct ProfileNewTests {
  @Test func `a new profile is commented, right, and never written over another`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try FileManager.default.removeItem(atPath: box.project + "/Profiles")
      let made = try await box.must("profile", "new", "web")
      #expect(made.error == "web: written to Profiles/web.yml: start it with `vmrun start web`\n")
      let text = try #require(box.read("p/Profiles/web.yml"))
      #expect(text.hasPrefix("# The machine 'web'"))
      try box.recipes()
      let check = try await box.must("profile", "check", "web")
      #expect(
        check.error.contains("web: note: image 'tiny' is not built yet: run `vmrun image build tiny`"), "\(check)")
      let again = try await box.vmrun("profile", "new", "web", "--image", "other")
      #expect(again.status == 1)
      #expect(
        again.error == "vmrun: there is Profiles/web.yml already: change it with `vmrun profile edit web`\n")
      #expect(box.read("p/Profiles/web.yml") == text)
      for (name, network) in [("a", "passt"), ("b", "tap"), ("c", "none"), ("d", "off"), ("e", "lab")] {
        try await box.must("profile", "new", name, "--network", network, "--image", "./x 'y\".img")
        let shown = try await box.must("profile", "show", name).output
        #expect(shown.contains("./x 'y\".img"), "\(shown)")
        #expect(
          network == "off"
            ? shown.contains("nics ") : shown.contains("nics[0].\(network == "lab" ? "network" : network)"))
      }
      for words in [["-x"], ["a/b"], ["..", "--image", "tiny"], ["f", "--image", "a b"], ["f", "--network", "a b"]] {
        let refused = try await box.vmrun(arguments: ["profile", "new"] + words)
        #expect(refused.status == 64, "\(words): \(refused)")
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: box.project + "/Profiles").sorted()
      #expect(names == ["a.yml", "b.yml", "c.yml", "d.yml", "e.yml", "web.yml"])
      // No git, no .gitignore.
      #expect(!box.exists("p/.gitignore"))
      #expect(try await box.vmrun("profile", "new", "web.local").status == 64)
    }
  }

  @Test(.enabled(if: TestHost.has("git"), "git is not installed"))
  func `git is told once to leave people's own layers alone`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try #require(try await box.shell("git init -q .").status == 0)
      try box.write("*.log", "p/.gitignore", mode: 0o640)
      let made = try await box.must("profile", "new", "web")
      #expect(made.error.contains(".gitignore: git now leaves Profiles/*.local.yml alone"), "\(made)")
      try await box.must("profile", "new", "db")
      #expect(box.read("p/.gitignore") == "*.log\nProfiles/*.local.yml\n")
      #expect(try await box.shell("stat -c %a .gitignore").output == "640\n")
      try box.profile("web.local", "memory: 1G\n")
      #expect(try await box.shell("git status --porcelain -uall").output.contains("Profiles/web.yml"))
      #expect(!(try await box.shell("git status --porcelain -uall").output.contains("local.yml")))
      // A folder below the top, and a person's own pattern.
      try box.write("*.local.yml\n", "p/sub/.gitignore")
      try box.write("", "p/sub/Profiles/.keep")
      var command = box.command([TestHost.vmrun, "profile", "new", "x"])
      command.folder = box.project + "/sub"
      #expect(try await command.run().status == 0)
      #expect(box.read("p/sub/.gitignore") == "*.local.yml\n")
    }
  }

  @Test func `an edited profile takes its place only without mistakes`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.profile("web", "image: tiny\nmemory: 1G\n")
      chmod(box.project + "/Profiles/web.yml", 0o640)
      let editor = try box.tool("editor", #"sed -i "s/memory: .*/memory: $VT_MEMORY/" "$1""#)
      func edit(_ memory: String, _ words: [String] = []) async throws -> CommandResult {
        let env = ["EDITOR": "\(editor)", "VT_MEMORY": memory, "TMPDIR": box.root]
        return try await box.command([TestHost.vmrun, "profile", "edit", "web"] + words, env: env).run()
      }
      #expect(try await edit("2G").status == 0)
      #expect(box.read("p/Profiles/web.yml") == "image: tiny\nmemory: 2G\n")
      #expect(try await box.shell("stat -c %a Profiles/web.yml").output == "640\n")
      #expect(try await edit("2G").error == "web: nothing changed\n")
      let left = { try FileManager.default.contentsOfDirectory(atPath: box.root).filter { $0.hasPrefix("vmrun-edit") } }
      #expect(try left() == [])
      // With mistakes nothing changes, and nobody's text is lost.
      let broken = try await edit("lots")
      #expect(broken.status == 78)
      #expect(broken.error.contains("Profiles/web.yml:2:9: 'memory' is 'lots'"), "\(broken)")
      #expect(box.read("p/Profiles/web.yml") == "image: tiny\nmemory: 2G\n")
      let folder = try #require(try left().first)
      #expect(box.read("\(folder)/web.yml") == "image: tiny\nmemory: lots\n")
      #expect(broken.error.contains("web.yml stays as it was; your text is in \(box.root)/\(folder)/web.yml"))
      // An own layer begins with what it is for.
      let own = try box.tool("own", #"grep -q 'Your own layer over web.yml' "$1" && echo 'smp: 3' >>"$1""#)
      let layer = try await box.vmrun("profile", "edit", "web", "--local", env: ["EDITOR": own, "VISUAL": ""])
      #expect(layer.status == 0, "\(layer)")
      #expect(try await box.must("profile", "show", "web", "--origin").output.contains("Profiles/web.local.yml:4:6"))
      #expect(try await box.vmrun("profile", "edit", "web", env: ["EDITOR": "false"]).status == 1)
      #expect(try await box.vmrun("profile", "edit", "nosuch", env: ["EDITOR": "true"]).status == 78)
      // What extends it is looked at, too.
      try box.profile("child", "extends: web\nsmp: 1\n")
      try box.profile("faulty", "imge: x\n")
      let parent = try box.tool("parent", #"echo 'machine: microvm' >>"$1""#)
      try box.profile("child", "extends: web\narch: aarch64\n")
      let edited = try await box.vmrun("profile", "edit", "web", env: ["EDITOR": parent])
      #expect(edited.status == 0, "\(edited)")
      #expect(edited.error.contains("child: extends it, and has mistakes now"), "\(edited)")
      #expect(!edited.error.contains("faulty"))
      // Somebody else was quicker.
      let slow = try box.tool("slow", #"echo 'image: other' >Profiles/web.yml; echo 'cpu: max' >>"$1""#)
      let late = try await box.vmrun("profile", "edit", "web", env: ["VISUAL": slow, "TMPDIR": box.root])
      #expect(late.status == 1 && late.error.contains("was changed by somebody else meanwhile"), "\(late)")
      #expect(box.read("p/Profiles/web.yml") == "image: other\n")
    }
  }

  @Test func `with mistakes one is asked to edit again`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.profile("web", "image: tiny\n")
      let editor = try box.tool(
        "editor",
        #"if [ -e \#(box.root)/once ]; then echo 'smp: 2' >"$1.n"; else echo 'smp: x' >"$1.n"; fi"#
          + "\n" + #"touch \#(box.root)/once; (echo 'image: tiny'; cat "$1.n") >"$1""#)
      let terminal = try PseudoTerminal()
      var command = box.command(
        [TestHost.vmrun, "profile", "edit", "web"], env: ["EDITOR": editor, "TMPDIR": box.root])
      command.terminal = terminal
      let running = try command.start()
      try await box.wait("the question") { terminal.text.contains("edit again? [y/N]") }
      #expect(terminal.text.contains("Profiles/web.yml:2:6: 'smp' is 'x'"))
      #expect(box.read("p/Profiles/web.yml") == "image: tiny\n")
      terminal.type("y\r")
      #expect(try await running.result().status == 0)
      #expect(box.read("p/Profiles/web.yml") == "image: tiny\nsmp: 2\n")
    }
  }
}
