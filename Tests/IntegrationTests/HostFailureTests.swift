import Foundation
import Testing

/// What the host lacks or QEMU refuses.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct HostFailureTests {
  /// After a failed start nothing blocks: the same start works as soon as the cause is gone.
  private func expectStart(_ box: Sandbox, _ name: String = "idle") async throws {
    try await box.must("start", name)
    #expect(box.machines(name).count == 1)
    #expect(try await box.state(name) == "running")
  }

  @Test func `a missing QEMU is 69 and names the package`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      // All that is needed, without QEMU.
      for tool in ["qemu-img", "ssh-keygen"] {
        let path = try #require(TestHost.path(of: tool))
        try FileManager.default.createSymbolicLink(atPath: "\(box.root)/bin/\(tool)", withDestinationPath: path)
      }
      let none = try await box.vmrun("start", "idle", env: ["PATH": "\(box.root)/bin"])
      #expect(none.status == 69)
      #expect(none.error.contains("qemu-system-x86_64 is not installed: install qemu-system-x86"), "\(none)")

      let nonsense = try await box.vmrun("start", "idle", env: ["VMRUN_QEMU": "/nonsense"])
      #expect(nonsense.status == 69)
      #expect(nonsense.error == "vmrun: VMRUN_QEMU names '/nonsense', which is not a program that can be run\n")

      let wrong = try await box.vmrun(
        "start", "idle", env: ["VMRUN_QEMU": "/bin/true", "XDG_CACHE_HOME": box.root + "/c"])
      #expect(wrong.status == 69)
      #expect(wrong.error.contains("/bin/true"), "\(wrong)")

      let nothing = try await box.vmrun("start", "idle", env: ["PATH": "\(box.root)/none"])
      #expect(nothing.status == 69, "\(nothing)")
      #expect(nothing.error.contains("install"), "\(nothing)")
      try await expectStart(box)
    }
  }

  /// A QEMU that answers questions about itself, and does `script` when it is to run a machine.
  private func wrapper(_ box: Sandbox, _ script: String) throws -> [String: String?] {
    let real = try #require(TestHost.path(of: "qemu-system-x86_64"))
    let path = try box.tool(
      "qemu-wrapper",
      """
      case "$*" in *-nodefaults*-mon*) ;; *) exec \(real) "$@" ;; esac
      \(script)
      """)
    return ["VMRUN_QEMU": path]
  }

  @Test func `a QEMU that dies at start is quoted word by word`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      let env = try wrapper(box, "echo 'qemu: the flux capacitor is \"off\": 100%' >&2; exit 1")
      let died = try await box.vmrun("start", "idle", env: env)
      #expect(died.status == 1)
      #expect(died.error == "vmrun: QEMU ended at start and said: qemu: the flux capacitor is \"off\": 100%\n")
      let status = try await box.status("idle")
      #expect(status["state"] as? String == "crashed")
      #expect((status["reason"] as? String)?.contains("the flux capacitor") == true)
      #expect(try await box.must("logs", "idle").output.contains("flux capacitor"))

      let silent = try await box.vmrun("start", "idle", env: try wrapper(box, "exit 3"))
      #expect(silent.status == 1)
      #expect(silent.error.contains("without a message"))
      try await expectStart(box)
    }
  }

  @Test func `a QEMU that hangs at start is ended, and the start times out`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      let env = try wrapper(box, "exec sleep 1000")
      let result = try await box.vmrun("start", "idle", "--timeout", "2", env: env)
      #expect(result.status == 75, "\(result)")
      #expect(result.error.hasPrefix("vmrun: QEMU did not answer on its monitor within 2 s and was ended: see "))
      #expect(result.duration < .seconds(20))
      #expect(box.processes(naming: "sleep\u{0}1000").isEmpty)
      try await expectStart(box)
    }
  }

  @Test(.enabled(if: TestHost.canMount, "mounts need root or user namespaces"))
  func `a full disk is said, and nothing is lost`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try FileManager.default.createDirectory(atPath: box.root + "/state", withIntermediateDirectories: true)
      // A file system with hardly any room, seen by this one command only.
      let result = try await box.shell(
        "exec unshare -rm sh -c 'mount -t tmpfs -o size=16k none \(box.root)/state && exec \(TestHost.vmrun) start idle'"
      )
      #expect(result.status == 1, "\(result)")
      #expect(result.error.contains("space"), "\(result)")
      #expect(box.processes().isEmpty)
      // As full as the machine's own disk can get: QEMU pauses it, and says why.
      try await expectStart(box)
    }
  }

  @Test func `a folder that belongs to somebody else is refused`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try box.write("in the way", "run/vmrun")
      let result = try await box.vmrun("start", "idle")
      #expect(result.status == 1)
      #expect(result.error.contains("\(box.runtime)/vmrun"), "\(result)")
      unlink(box.runtime + "/vmrun")
      try await expectStart(box)
    }
  }

  @Test func `without XDG_RUNTIME_DIR, or with one too long for sockets, a private folder in tmp is used`() async throws
  {
    try await Sandbox.with { box in
      try box.idleProfile()
      let name = "idle-\(getpid())-\(UInt32.random(in: 0..<100000))"
      try box.idleProfile(name)
      let long = box.root + "/" + String(repeating: "x", count: 90)
      try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
      for value in [nil, long, "relative"] as [String?] {
        let env = ["XDG_RUNTIME_DIR": value]
        try await box.must("start", name, env: env)
        let text = try await box.must("status", name, "--format", "json", env: env).output
        #expect(text.contains("\"/tmp/vmrun-\(geteuid())/\(name)/qmp0.sock\""))
        var status = stat()
        #expect(lstat("/tmp/vmrun-\(geteuid())", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        try await box.must("pause", name, env: env)
        try await box.must("delete", "--force", "--yes", name, env: env)
        #expect(!box.exists("/tmp/vmrun-\(geteuid())/\(name)"))
      }
    }
  }

  @Test func `a machine started in one session is managed from another with other folders for sockets`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      // `su`, cron and ssh sessions have no XDG_RUNTIME_DIR.
      let other: [String: String?] = ["XDG_RUNTIME_DIR": nil]
      #expect(try await box.must("list", "--format", "json", env: other).output.contains("\"running\""))
      let status = try await box.vmrun("status", "idle", env: other)
      #expect(status.status == 0, "\(status)")
      let stop = try await box.vmrun("stop", "idle", "--time", "0", env: other)
      #expect(stop.error == "idle: stopped without asking the guest (--time 0)\n", "\(stop)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: box.sockets("idle")).allSatisfy { $0.hasSuffix(".lock") })

      // A logout takes the folder away.
      try await box.must("start", "idle")
      try FileManager.default.removeItem(atPath: box.runtime)
      let blind = try await box.vmrun("status", "idle")
      #expect(blind.status == 1)
      #expect(blind.error.contains("loginctl enable-linger"), "\(blind)")
      #expect(try await box.must("stop", "idle").error.contains("as QEMU's monitor did not answer"))
      #expect(box.machines("idle").isEmpty)
    }
  }

  @Test func `a guest that never brings up ssh is 75 and says where to look`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      for words in [
        ["ssh", "idle", "--timeout", "3", "--", "true"], ["wait", "idle", "--for", "ssh", "--timeout", "3"],
      ] {
        let result = try await box.command([TestHost.vmrun] + words).run()
        #expect(result.status == 75)
        #expect(result.error.contains("no ssh server answers in 'idle' after 3 s"))
        #expect(result.error.contains("`vmrun logs idle --console`"))
        #expect(result.duration < .seconds(6))
      }
      // A machine that ends while it is waited for ends the wait.
      let wait = try box.launch("wait", "idle", "--for", "ssh", "--timeout", "60")
      try await Task.sleep(for: .milliseconds(300))
      try await box.must("kill", "idle")
      let result = try await wait.result(timeout: .seconds(10))
      #expect(result.status == 1)
      #expect(result.error.contains("ended by `vmrun kill`"))

      try box.idleProfile("bare", "nics: []\n")
      try await box.must("start", "bare")
      let bare = try await box.vmrun("ssh", "bare")
      #expect(bare.status == 78)
      #expect(bare.error.contains("no forward of 'bare' leads to port 22"))
    }
  }

  @Test func `deleting asks, and a running machine is not deleted without force`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let unasked = try await box.vmrun("delete", "idle")
      #expect(unasked.status == 64)
      #expect(unasked.error == "vmrun: 'idle' and its disk would be deleted for good: say so with --yes\n")
      let running = try await box.vmrun("delete", "idle", "--yes")
      #expect(running.status == 1)
      #expect(running.error == "vmrun: 'idle' is running: stop it with `vmrun stop idle`, or delete it with --force\n")
      #expect(try await box.state("idle") == "running")

      for (answer, word) in [("n\r", "kept"), ("y\r", "deleted")] {
        let terminal = try PseudoTerminal()
        var command = box.command([TestHost.vmrun, "delete", "--force", "idle"])
        command.terminal = terminal
        let delete = try command.start()
        try await box.wait("the question") { terminal.text.contains("[y/N]") }
        terminal.type(answer)
        #expect(try await delete.result().status == 0)
        #expect(terminal.text.contains("idle: \(word)"))
      }
      #expect(box.machines("idle").isEmpty)
    }
  }

  @Test func `of several machines the good ones start, and the exit code tells of the first that did not`() async throws
  {
    try await Sandbox.with { box in
      try box.idleProfile("a")
      try box.idleProfile("c")
      let result = try await box.vmrun("start", "a", "b", "c")
      #expect(result.status == 78)
      #expect(result.error.contains("there is no profile 'b'"))
      #expect(try await box.state("a") == "running")
      #expect(try await box.state("c") == "running")
    }
  }
}
