import Foundation
import Testing

/// Images from a web server that does well or badly, and pulls that are broken off.
@Suite(.enabled(if: TestHost.has("curl") && TestHost.has("python3") && TestHost.has("qemu-img"), "no curl or python3"))
struct PullTests: ImagePulling {
  @Test func `an image is fetched, checked and placed, and not twice`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      let first = try await pull(box, server.url("plain/a.qcow2"), digest)
      #expect(first.status == 0 && first.output.isEmpty, "\(first)")
      let version = digest.dropFirst(7).prefix(12)
      #expect(
        first.error
          == "own: fetching \(server.url("plain/a.qcow2"))\nown: ready, \(box.images)/own/x86_64/\(version)/disk.qcow2\n"
      )
      #expect(try await stored(box) == ["./x86_64/\(version)/disk.qcow2", "./x86_64/\(version)/image.json"])
      let same = try await box.shell("cmp \(box.root)/www/a.qcow2 \(box.images)/own/x86_64/\(version)/disk.qcow2")
      #expect(same.status == 0)
      let second = try await pull(box, server.url("plain/a.qcow2"), digest)
      #expect(second.error.contains("own: up to date, "), "\(second)")
      #expect(server.requests == ["/plain/a.qcow2 -"])
    }
  }

  @Test(arguments: ["once", "half", "norange", "busy", "slow"])
  func `a server that does badly is outlasted`(how: String) async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2", megabytes: how == "slow" ? 1 : 4)
      let result = try await pull(box, server.url("\(how)/a.qcow2"), digest)
      #expect(result.status == 0, "\(result)")
      if how == "once" {
        #expect(server.requests.count == 2)
        #expect(server.requests.last?.contains("bytes=") == true, "it began anew: \(server.requests)")
      }
    }
  }

  @Test func `a server that cannot begin in the middle is asked for all`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      let partial = "\(box.images)/own/.partial-x86_64-\(digest.dropFirst(7).prefix(32))"
      _ = try await box.shell("mkdir -p \(box.images)/own; head -c 1000000 \(box.root)/www/a.qcow2 >\(partial)")
      let result = try await pull(box, server.url("norange/a.qcow2"), digest)
      #expect(result.status == 0, "\(result)")
      #expect(server.requests == ["/norange/a.qcow2 bytes=1000000-", "/norange/a.qcow2 -"])
    }
  }

  @Test func `the proxy of the environment is used`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2")
      let result = try await pull(
        box, "http://mirror.example/plain/a.qcow2", digest, env: ["http_proxy": server.url("")])
      #expect(result.status == 0, "\(result)")
      #expect(server.requests == ["proxy /plain/a.qcow2 -"])
    }
  }

  @Test(arguments: ["xz -T1", "gzip", "zstd -q --rm"])
  func `a packed disk is unpacked, raw or not`(program: String) async throws {
    try await serving { box, server in
      try await server.image("a.qcow2", megabytes: 2)
      let suffix = ["xz": "xz", "gzip": "gz", "zstd": "zst"][String(program.split(separator: " ")[0])] ?? ""
      let made = try await box.shell(
        """
        cd \(box.root)/www && cp a.qcow2 b.qcow2 && \(program) b.qcow2
        head -c 1M /dev/urandom >c.raw && truncate -s 300M c.raw && cp c.raw whole && \(program) c.raw
        """)
      try #require(made.status == 0, "\(made)")
      for (name, format) in [("b.qcow2", "qcow2"), ("c.raw", "raw")] {
        let digest = try await server.digest("\(name).\(suffix)")
        let result = try await pull(box, server.url("plain/\(name).\(suffix)"), digest, name: format)
        #expect(result.status == 0, "\(result)")
        let version = digest.dropFirst(7).prefix(12)
        let whole = format == "raw" ? "whole" : "a.qcow2"
        let same = try await box.shell(
          "cmp \(box.root)/www/\(whole) \(box.images)/\(format)/x86_64/\(version)/disk.\(format)")
        #expect(same.status == 0, "\(same)")
      }
      // Holes stay holes.
      let used = try await box.shell("du -sm \(box.images)/raw | cut -f1")
      #expect(Int(used.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 999 < 10, "\(used)")
      #expect(try await box.must("image", "verify").output.contains("ok"))
    }
  }

  @Test func `on a terminal a bar tells the rate and the rest, and goes at the end`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2", megabytes: 2)
      for (plain, hasBar) in [(nil, true), ("1", false)] {
        let terminal = try PseudoTerminal()
        var command = box.command(
          [TestHost.vmrun, "image", "pull", server.url("slow/a.qcow2"), "--name", "own", "--digest", digest],
          env: ["TERM": "xterm", "NO_COLOR": plain])
        command.terminal = terminal
        #expect(try await command.start().result().status == 0)
        let text = terminal.text
        #expect(text.contains("/s  ") == hasBar && text.contains(" left") == hasBar, "\(text)")
        #expect(text.contains(" of 2.3M") == hasBar && text.contains(" %") == hasBar, "\(text)")
        let end = "\(hasBar ? "\r\u{1B}[K" : "\r\n")own: ready, "
        #expect(text.contains(end) && text.hasSuffix("disk.qcow2\r\n"), "\(text)")
        try await box.must("image", "delete", "--yes", "own")
      }
    }
  }

  @Test func `two pulls at once fetch once`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2", megabytes: 2)
      let pulls = try (0..<3).map { _ in
        try box.launch("image", "pull", server.url("slow/a.qcow2"), "--name", "own", "--digest", digest)
      }
      var said = ""
      for pull in pulls {
        let result = try await pull.result()
        #expect(result.status == 0, "\(result)")
        said += result.error
      }
      #expect(server.requests == ["/slow/a.qcow2 -"])
      #expect(
        said.components(separatedBy: "another vmrun is at work on image 'own': waiting for it").count == 3, "\(said)")
      #expect(said.components(separatedBy: "up to date").count == 3, "\(said)")
    }
  }

  @Test func `a pull that is killed is gone on with`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2", megabytes: 2)
      for signal in [SIGKILL, SIGINT, SIGTERM, SIGKILL, SIGKILL] {
        let pull = try box.launch("image", "pull", server.url("slow/a.qcow2"), "--name", "own", "--digest", digest)
        let partial = "\(box.images)/own/.partial-x86_64-\(digest.dropFirst(7).prefix(32))"
        func size() -> Int { (try? FileManager.default.attributesOfItem(atPath: partial)[.size] as? Int) ?? 0 }
        let before = size()
        try await box.wait("some bytes") { size() > before + 100_000 }
        pull.send(signal)
        _ = try await pull.result()
        try await box.wait("the end of curl") { box.processes(naming: "slow/a.qcow2").isEmpty }
        let left = try await stored(box)
        #expect(left.count == 1 && left[0].hasPrefix("./.partial-"), "\(left)")
        #expect(try await box.must("image", "list", "-q").output.isEmpty)
      }
      let result = try await pull(box, server.url("plain/a.qcow2"), digest)
      #expect(result.status == 0, "\(result)")
      #expect(server.requests.last?.contains("bytes=") == true, "\(server.requests)")
      #expect(server.requests.filter { $0.hasSuffix(" -") }.count == 1, "\(server.requests)")
    }
  }

  @Test func `a pull that is killed at any moment leaves a store that works`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2", megabytes: 1)
      let old = try await server.image("old.qcow2", megabytes: 1)
      _ = try await box.shell("cd \(box.root)/www && xz -k a.qcow2")
      let packed = try await server.digest("a.qcow2.xz")
      for delay in [0, 5, 10, 20, 40, 60, 80, 100, 130, 160, 200, 300] {
        for (path, wanted) in [("plain/a.qcow2", digest), ("plain/a.qcow2.xz", packed)] {
          _ = try await pull(box, server.url("plain/old.qcow2"), old)
          let pull = try box.launch(
            "image", "pull", server.url(path), "--name", "own", "--digest", wanted, "--replace")
          try await Task.sleep(for: .milliseconds(delay))
          pull.send(SIGKILL)
          _ = try await pull.result()
          let verdict = try await box.vmrun("image", "verify", "own")
          #expect(verdict.status == 0, "\(delay) ms: \(verdict)")
          let next = try await self.pull(box, server.url(path), wanted)
          #expect(next.status == 0, "\(delay) ms: \(next)")
          let left = try await stored(box)
          #expect(!left.contains { $0.contains("staging") || $0.contains(".partial") }, "\(delay) ms: \(left)")
          try await box.must("image", "delete", "--yes", "own")
        }
      }
    }
  }

  @Test(.enabled(if: TestHost.canMount, "no unshare"))
  func `a full disk stops a pull with a message, and room lets it go on`() async throws {
    try await serving { box, server in
      let digest = try await server.image("a.qcow2", megabytes: 8)
      _ = try await box.shell(
        "cd \(box.root)/www && head -c 1M /dev/zero >zero.raw && truncate -s 64M zero.raw && xz -k a.qcow2")
      try box.write(
        """
        set -u
        mkdir -p \(box.images)
        mount -t tmpfs -o size=4M none \(box.images)
        \(TestHost.vmrun) image pull \(server.url("plain/a.qcow2")) --name own --digest \(digest)
        echo "status $?"
        find \(box.images)/own -type f
        mount -o remount,size=64M \(box.images)
        \(TestHost.vmrun) image pull \(server.url("plain/a.qcow2")) --name own --digest \(digest)
        echo "status $?"
        \(TestHost.vmrun) image verify

        """, "full.sh")
      let result = try await box.shell("unshare \(TestHost.isRoot ? "-m" : "-rm") /bin/sh \(box.root)/full.sh 2>&1")
      #expect(result.output.contains("vmrun: no space left in \(box.images)/own: free some and try again"), "\(result)")
      #expect(result.output.contains("status 1\n\(box.images)/own/.partial-x86_64-"), "\(result)")
      #expect(result.output.contains("status 0\n"), "\(result)")
      #expect(server.requests.last?.contains("bytes=") == true, "\(server.requests)")
    }
  }
}
