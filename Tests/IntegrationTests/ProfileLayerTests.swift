import Foundation
import Testing

/// Profiles that stand on others, through the program.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ProfileLayerTests {
  private func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

  private func layered(_ box: Sandbox) throws {
    try box.write("image: tiny\nmemory: 256M\nssh: {user: root}\n", "p/Profiles/parts/base.yml")
    try box.profile(
      "web", "extends: ./parts/base.yml\ndescription: ${project} ${user}\nsmp: ${env:VT_CPUS:-2}\ndisk: 1G\n")
    try box.profile("web.local", "memory: 128M\ndisk:\n")
  }

  @Test func `a profile is shown as it is in the end, with the file and line of each value`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try layered(box)
      let shown = try await box.must("profile", "show", "web", "--origin").output
      let lines = shown.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
      for line in [
        "KEY VALUE ORIGIN", "image tiny Profiles/parts/base.yml:1:8", "memory 128M Profiles/web.local.yml:1:9",
        "smp 2 Profiles/web.yml:3:6", "display none default", "ssh.user root Profiles/parts/base.yml:3:13",
      ] {
        #expect(lines.contains(line), "\(line) in \(shown)")
      }
      #expect(!shown.contains("disk "))
      let user = try await box.shell("id -un").output.trimmingCharacters(in: .whitespacesAndNewlines)
      let text = try await box.must("profile", "show", "web", "--format", "json", env: ["VT_CPUS": "5"]).output
      let values = try #require(try json(text) as? [String: Any])
      #expect(values["description"] as? String == "p \(user)")
      #expect(values["smp"] as? Int == 5)
      // The YAML is a profile that stands alone and means the same.
      let flat = try await box.must("profile", "show", "web", "--format", "yaml").output
      try box.profile("flat", flat)
      #expect(try await box.must("profile", "diff", "web", "flat").output == "")
      let origins = try await box.must("profile", "show", "web", "--origin", "--format", "json").output
      let memory = try #require((try json(origins) as? [String: Any])?["memory"] as? [String: String])
      #expect(memory == ["value": "128M", "origin": "Profiles/web.local.yml:1:9"])
    }
  }

  @Test func `a person's own layer is listed with its profile, and is no machine`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try layered(box)
      let rows = try #require(
        try json(try await box.must("profile", "list", "--format", "json").output) as? [[String: Any]])
      #expect(rows.map { $0["name"] as? String } == ["web"])
      #expect(rows[0]["extends"] as? [String] == ["./parts/base.yml"])
      #expect((rows[0]["local"] as? String)?.hasSuffix("/p/Profiles/web.local.yml") == true)
      #expect(try await box.must("list", "-q").output == "web\n")
      for verb in ["start", "command"] {
        let refused = try await box.vmrun(verb, "web.local")
        #expect(refused.status == 64)
        #expect(refused.error.contains("Profiles/web.local.yml is a layer over web.yml, not a machine: name 'web'"))
      }
      try box.recipes()
      let check = try await box.must("profile", "check", "web")
      #expect(
        check.error.contains(
          "web: no mistakes in Profiles/web.yml, Profiles/parts/base.yml and Profiles/web.local.yml;"))
    }
  }

  @Test func `mistakes in what is extended are told with that file`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.profile("base", "image: tiny\nmemroy: 1G\nextends: web\n")
      try box.profile("web", "extends: base\n")
      let circle = try await box.vmrun("start", "web")
      #expect(circle.status == 78)
      #expect(
        circle.error
          == "vmrun: Profiles/base.yml:2:1: unknown key 'memroy': did you mean 'memory'?\n"
          + "Profiles/base.yml:3:10: 'extends' is 'web': profiles extend each other in a circle: "
          + "Profiles/web.yml -> Profiles/base.yml -> Profiles/web.yml\n")
      try box.profile("base", "image: tiny\nmemroy: 1G\n")
      #expect(
        try await box.vmrun("profile", "check", "web").error
          == "vmrun: Profiles/base.yml:2:1: unknown key 'memroy': did you mean 'memory'?\n")
      try box.profile("web", "extends: bsae\n")
      #expect(
        try await box.vmrun("profile", "show", "web").error
          == "vmrun: Profiles/web.yml:1:10: 'extends' is 'bsae': there is no profile 'bsae': did you mean 'base'?\n")
      for (reference, message) in [
        ("../../../../../../etc/passwd", "the path of a profile ends in '.yml'"),
        ("/etc/passwd", "a whole path is right on one host only: write one that begins with './'"),
      ] {
        try box.profile("web", "image: tiny\nextends: \(reference)\n")
        let refused = try await box.vmrun("start", "web")
        #expect(refused.status == 78)
        #expect(refused.error == "vmrun: Profiles/web.yml:2:10: 'extends' is '\(reference)': \(message)\n")
      }
      // A link, a folder and a pipe where a profile should be: told, and nothing waits.
      try box.write("", "p/Profiles/dir.yml/x")
      #expect(mkfifo(box.project + "/Profiles/pipe.yml", 0o600) == 0)
      try FileManager.default.createSymbolicLink(
        atPath: box.project + "/Profiles/secret.yml", withDestinationPath: "/etc/passwd")
      for name in ["dir", "pipe", "secret"] {
        try box.profile("web", "image: tiny\nextends: \(name)\n")
        let refused = try await box.vmrun("profile", "show", "web", timeout: .seconds(30))
        #expect(refused.status == 78, "\(refused)")
        #expect(!refused.error.contains("root:x:0") || name == "secret")
      }
    }
  }

  @Test(.enabled(if: TestHost.has("git"), "git is not installed"))
  func `what was cloned reads nothing beside itself`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try #require(try await box.shell("git init -q .").status == 0)
      try box.write("image: tiny\n", "secret.yml")
      try FileManager.default.createSymbolicLink(
        atPath: box.project + "/Profiles/linked.yml", withDestinationPath: "\(box.root)/secret.yml")
      for reference in ["../../secret.yml", "./linked.yml", "linked"] {
        try box.profile("web", "extends: \(reference)\n")
        let refused = try await box.vmrun("profile", "show", "web")
        #expect(refused.status == 78, "\(refused)")
        #expect(refused.error.contains("it leads out of the work tree \(box.project), to \(box.root)/secret.yml"))
      }
      try box.write("image: tiny\n", "p/parts/base.yml")
      try box.profile("web", "extends: ../parts/base.yml\n")
      try await box.must("profile", "show", "web")
      // A person's own profiles are extended by name.
      try box.write("image: tiny\n", "config/vmrun/Profiles/mine.yml")
      try box.profile("web.local", "extends: mine\n")
      #expect(
        try await box.must("profile", "show", "web", "--origin").output.contains("config/vmrun/Profiles/mine.yml"))
    }
  }

  @Test func `relative paths start at the file that says them`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("far")
      try box.write("image: ./empty.img\nmemory: 64M\n", "p/common/base.yml")
      try FileManager.default.moveItem(
        atPath: box.project + "/Profiles/empty.img", toPath: box.project + "/common/empty.img")
      try box.profile("far", "extends: ../common/base.yml\n")
      try await box.must("start", "far")
      let disks = try #require(try await box.status("far")["disks"] as? [[String: Any]])
      #expect((disks[0]["backing"] as? String)?.hasSuffix("/p/common/empty.img") == true)
      // What has changed since that start.
      #expect(try await box.must("profile", "diff", "far").error == "'far' is as its machine was started last\n")
      try box.profile("far.local", "memory: 96M\n")
      let changed = try await box.must("profile", "diff", "far", "--format", "json").output
      let rows = try #require(try json(changed) as? [[String: String]])
      #expect(rows == [["key": "memory", "old": "64M", "new": "96M"]])
      try box.profile("other", "image: ./x.img\n")
      let table = try await box.must("profile", "diff", "far", "other").output
      #expect(table.hasPrefix("KEY     far          other\n"), "\(table)")
      #expect(table.contains("memory  96M          512M"), "\(table)")
      // To write a default down changes nothing.
      try box.profile("a", "image: tiny\nnics: [{user: }]\n")
      try box.profile("b", "image: tiny\nmemory: 512M\nnics: [{model: virtio, user: {restrict: false}}]\n")
      #expect(try await box.must("profile", "diff", "a", "b").output.contains("model") == false)
      let never = try await box.vmrun("profile", "diff", "other")
      #expect(never.status == 1 && never.error.contains("'other' was not started yet"))
    }
  }

  @Test func `a card of a profile that extends others goes where the list is`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("idle", "extends: base\n")
      try box.profile("base", "nics:\n  - none\n")
      try await box.must("start", "idle")
      let refused = try await box.vmrun("nic", "add", "idle", "model=e1000", "none", "--persist")
      #expect(refused.status == 78, "\(refused)")
      #expect(refused.error.contains("its 'nics' come from"), "\(refused)")
    }
  }
}
