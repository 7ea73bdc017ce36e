import Foundation
import Testing

/// Text from outside that must stay text.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct NameTests {
  @Test(arguments: ["-web", "..", ".hidden", "a b", "a;touch x", "$(id)", "a\nb", "", "a/../../b", "x,id=1"])
  func `a name that could be something else is refused`(name: String) async throws {
    try await Sandbox.with(sharesImages: false) { box in
      for verb in [
        "start", "stop", "kill", "status", "delete", "ssh", "logs", "console", "command", "run", "ssh-config",
      ] {
        let words = verb == "delete" ? [verb, "--yes", "--", name] : [verb, "--", name]
        let result = try await box.command([TestHost.vmrun] + words).run()
        #expect([64, 78].contains(result.status), "\(verb) \(name): \(result)")
        #expect(result.error != "")
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: box.project)
      #expect(files == ["Profiles"])
      #expect(
        !box.exists("state/vmrun/instances")
          || (try? FileManager.default.contentsOfDirectory(atPath: box.state + "/instances")) == [])
    }
  }

  @Test func `a profile's texts cannot become options of QEMU or ssh`() async throws {
    try await Sandbox.with { box in
      for user in ["-oProxyCommand=touch x", "root -oX", "a;b", "$(touch x)", ""] {
        try box.profile("web", "image: tiny\nssh: {user: \"\(user)\"}\n")
        let result = try await box.vmrun("start", "web")
        #expect(result.status == 78, "\(user): \(result)")
      }
      for text in [
        "image: tiny\ncpu: \"max,x=1\"", "image: tiny\ncpu: \"-kernel\"", "image: tiny\nmachine: \"q35,a=b\"",
      ] {
        try box.profile("web", text + "\n")
        #expect(try await box.vmrun("start", "web").status == 78, "\(text)")
      }
      // A comma in a path is a comma in a path.
      let odd = "p/Profiles/od d,file=x'\".img"
      try box.write("", odd)
      truncate("\(box.root)/\(odd)", 1 << 20)
      try box.profile("odd", "image: \"./od d,file=x'\\\".img\"\nmemory: 64M\n")
      try await box.must("start", "odd")
      #expect(try await box.state("odd") == "running")
      #expect(!box.exists("p/x"))
    }
  }

  @Test func `a command for the guest runs in the guest alone`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      let marker = box.root + "/touched"
      for script in ["; touch \(marker)", "$(touch \(marker))", "`touch \(marker)`", "-oProxyCommand=touch \(marker)"] {
        _ = try await box.vmrun("ssh", "web", "--", script)
        #expect(!box.exists(marker), "\(script) reached this host")
      }
      // Only the guest has no such folder.
      _ = try await box.guest("web", "mkdir -p \(box.root); touch \(marker)")
      #expect(try await box.guest("web", "ls \(marker)") == marker + "\n")
      #expect(!box.exists(marker))
    }
  }

  @Test func `no socket, key, log or disk can be read by others, whatever the umask`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      let start = try await box.shell("umask 0; exec \(TestHost.vmrun) start web")
      #expect(start.status == 0, "\(start)")
      try await box.guest("web", "true")
      try await box.must("logs", "web", "--console")
      let list = try await box.shell(
        "find \(box.root)/state \(box.runtime) \(box.root)/data/vmrun/ssh -not -name '*.pub' -printf '%m %y %p\\n'")
      #expect(list.status == 0, "\(list)")
      var sockets = 0
      for line in list.output.split(separator: "\n") {
        let mode = String(line.prefix { $0 != " " })
        let kind = line.dropFirst(mode.count + 1).first
        if kind == "s" { sockets += 1 }
        #expect(mode == (kind == "d" ? "700" : "600"), "\(line)")
      }
      #expect(sockets >= 7)
      // What the sandbox itself made is not meant.
      #expect(list.output.contains("600 f \(box.instance("web"))/console.log\n"))
      #expect(list.output.contains("600 f \(box.instance("web"))/qemu.log\n"))
      let process = try await box.pid("web")
      let umask = try #require(box.read("/proc/\(process)/status")).split(separator: "\n").first {
        $0.hasPrefix("Umask")
      }
      #expect(umask == "Umask:\t0077")
    }
  }

  @Test func `QEMU keeps no terminal, no folder and no descriptor of the caller's`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try box.write("secret", "secret")
      let start = try await box.shell("exec 9<\(box.root)/secret; exec \(TestHost.vmrun) start idle")
      #expect(start.status == 0)
      let pid = try await box.pid("idle")
      let files = try await box.shell("ls -l /proc/\(pid)/fd; readlink /proc/\(pid)/cwd")
      #expect(!files.output.contains("secret"))
      #expect(files.output.hasSuffix("\n/\n"))
      let stat = try #require(box.read("/proc/\(pid)/stat")).split(separator: " ")
      // Session leader, no controlling terminal (proc(5), fields 6 and 7).
      #expect(stat[5] == "\(pid)")
      #expect(stat[6] == "0")
    }
  }
}
