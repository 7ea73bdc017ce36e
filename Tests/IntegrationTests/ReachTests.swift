import Foundation
import Testing

/// Ways into a guest.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ReachTests {
  @Test func `ssh asks nothing and passes status, input and output on`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      #expect(try await box.guest("web", "hostname") == "web\n")
      #expect(try await box.vmrun("ssh", "web", "--", "exit 7").status == 7)
      #expect(try await box.vmrun("ssh", "web", "--", "kill -9 $$").status != 0)
      let both = try await box.vmrun("ssh", "web", "--", "cat; echo words >&2; exit 3", input: "typed")
      #expect(both.status == 3)
      #expect(both.output == "typed")
      #expect(both.error == "words\n")

      // The key was known before the guest ran: a wrong one is refused, not asked about.
      let known = box.instance("web") + "/known_hosts"
      let right = try #require(box.read(known))
      let key = try #require(box.read(box.root + "/data/vmrun/ssh/id_ed25519.pub")).split(separator: " ")
      try box.write("vmrun-web \(key[0]) \(key[1])\n", known)
      let stranger = try await box.vmrun("ssh", "web", "--", "true")
      #expect(stranger.status == 255)
      #expect(stranger.error.contains("Host key verification failed"))
      try box.write(right, known)

      // Both ways, and with names that look like something else.
      try box.write("here\n", "p/a b")
      try await box.must("cp", "a b", "web:/tmp/x y")
      #expect(try await box.guest("web", "cat '/tmp/x y'") == "here\n")
      try await box.must("cp", "web:/tmp/x y", "back")
      #expect(box.read("p/back") == "here\n")
      try box.write("1", "p/tree/one")
      try await box.must("cp", "-r", "tree", "web:/tmp")
      #expect(try await box.guest("web", "cat /tmp/tree/one") == "1")
      try box.write("dash", "p/-oProxyCommand=touch pwned")
      try await box.must("cp", "--", "-oProxyCommand=touch pwned", "web:/tmp/dash")
      #expect(!box.exists("p/pwned"))
      let missing = try await box.vmrun("cp", "web:/none", ".")
      #expect(missing.status != 0)
      #expect(missing.error.contains("/none"))

      // For other programs.
      try box.write(try await box.must("ssh-config", "web").output, "ssh config")
      let plain = try await box.command(["ssh", "-F", box.root + "/ssh config", "vmrun-web", "hostname"]).run()
      #expect(plain.status == 0, "\(plain)")
      #expect(plain.output == "web\n")

      try await box.must("stop", "web")
      let stopped = try await box.vmrun("ssh", "web", "--", "true")
      #expect(stopped.status == 1)
      #expect(
        stopped.error
          == "vmrun: 'web' is not running (the guest shut down when asked to): start it with `vmrun start web`\n")
    }
  }

  @Test func `the console shows a login prompt, Ctrl-] detaches, and the terminal is as before`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      try await box.must("wait", "web", "--for", "ssh")
      let terminal = try PseudoTerminal()
      #expect(terminal.isCooked)
      var command = box.command([TestHost.vmrun, "console", "web"])
      command.terminal = terminal
      let console = try command.start()
      try await box.wait("the greeting") { terminal.text.contains("Ctrl-] detaches") }
      try await box.wait("raw mode") { !terminal.isCooked }
      terminal.type("\r")
      try await box.wait("a login prompt") { terminal.text.contains("web login:") }

      let second = try await box.vmrun("console", "web")
      #expect(second.status == 1)
      #expect(second.error.contains("is in use: detach the other `vmrun console web` with Ctrl-]"))

      terminal.type("root\r")
      try await box.wait("a prompt") { terminal.text.contains("#") }
      terminal.clear()
      // Ctrl-C is the guest's.
      terminal.type("echo go$((40+1)); sleep 100\r")
      try await box.wait("the command") { terminal.text.contains("go41") }
      try await Task.sleep(for: .seconds(1))
      terminal.type("\u{3}")
      try await Task.sleep(for: .seconds(1))
      terminal.type("echo on$((40+2))\r")
      try await box.wait("the shell") { terminal.text.contains("on42") }
      terminal.type("\u{1D}")
      #expect(try await console.result().status == 0)
      #expect(terminal.text.hasSuffix("detached; 'web' goes on\r\n"))
      #expect(terminal.isCooked)
      #expect(try await box.state("web") == "running")

      // What a program pipes in is typed, and the answer comes back.
      let piped = try await box.vmrun("console", "web", input: "\recho p$((40+3))\r")
      #expect(piped.status == 0)
      #expect(piped.output.contains("p43"), "\(piped)")
      #expect(try await box.must("logs", "web", "--console").output.contains("web login:"))
      #expect(try await box.must("logs", "web").output == "")

      // The end of the machine ends the session, and the terminal is restored.
      let last = try command.start()
      try await box.wait("raw mode") { !terminal.isCooked }
      try await box.must("kill", "web")
      #expect(try await last.result().status == 0)
      #expect(terminal.text.hasSuffix("'web' has ended\r\n"))
      #expect(terminal.isCooked)
    }
  }

  @Test func `a static address, its gateway and name servers reach the guest, and ssh reaches it too`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile(
        "web",
        """
        nics:
          - address: 10.0.2.77/24
            gateway: 10.0.2.2
            dns: [10.0.2.3, 9.9.9.9]
            mac: 52:54:00:12:34:56
            user: {forward: [ssh]}

        """)
      try await box.must("start", "web")
      let seen = try await box.guest("web", "ip -4 addr show; ip route; cat /etc/resolv.conf; ip link")
      #expect(seen.contains("inet 10.0.2.77/24"))
      #expect(!seen.contains("10.0.2.15"))
      #expect(seen.contains("default via 10.0.2.2"))
      #expect(seen.contains("nameserver 10.0.2.3\nnameserver 9.9.9.9\n"))
      #expect(seen.contains("52:54:00:12:34:56"))
    }
  }

  @Test func `logs follow a machine until it ends`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      #expect(
        try await box.vmrun("logs", "web").error
          == "vmrun: 'web' has no log yet: start it with `vmrun start web`\n")
      try await box.must("start", "web")
      let follow = try box.launch("logs", "-f", "--console", "web")
      try await box.wait("the guest's prompt", timeout: .seconds(60)) { follow.output.contains("web login:") }
      try await box.must("stop", "web")
      #expect(try await follow.result(timeout: .seconds(10)).status == 0)
    }
  }

  @Test func `a guest that gets a quarter of a processor is reached all the same`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      let pid = try await box.pid("web")
      // A busy host, made exactly: three quarters of each second QEMU stands still.
      let brake = try box.command([
        "/bin/sh", "-c", "while kill -STOP \(pid); do sleep 0.75; kill -CONT \(pid); sleep 0.25; done 2>/dev/null",
      ]).start()
      let ssh = try await box.vmrun("ssh", "web", "--timeout", "140", "--", "hostname", timeout: .seconds(200))
      brake.send(SIGKILL)
      kill(pid, SIGCONT)
      #expect(ssh.status == 0, "\(ssh)")
      #expect(ssh.output == "web\n")
    }
  }
}
