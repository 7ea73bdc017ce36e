import Foundation
import Testing

/// A web server and a database behind one bridge, which comes and goes with them.
@Suite(.enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why))
struct NetworkServersLabTests {
  private static let web = "192.168.1.101"
  private static let database = "192.168.1.102"

  @Test(arguments: [true, false])
  func `two servers reach each other, are reached, and take their network along`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lan", "web-server", "database")
      let before = try await HostSnapshot(world)

      // Both at once: one of them brings the network up, the other finds it.
      let starts = [try user.launch("start", "web-server"), try user.launch("start", "database")]
      for start in starts {
        let result = try await start.result()
        try #require(result.status == 0, "\(result)")
      }
      let lan = try await user.json("net", "show", "lan")
      #expect(lan["state"] as? String == "up")
      #expect(lan["onDemand"] as? Bool == true)
      #expect((lan["machines"] as? [[String: Any]])?.count == 2)

      for (name, other) in [("web-server", Self.database), ("database", Self.web)] {
        let ping = try await user.guest(name, "ping -c 3 -W 5 \(other)")
        #expect(ping.contains("3 packets transmitted, 3 packets received, 0% packet loss"), "\(ping)")
        #expect(try await user.guest(name, "ip route").contains("default via 192.168.1.1 dev eth0"))
        let out = try await user.fetch("outside.test", from: name)
        #expect(out.contains("you are \(NetworkSandbox.ownAddress)"), "\(out)")
      }

      try await user.guest(
        "web-server", "mkdir -p /tmp/www; echo hello from web >/tmp/www/index.html; httpd -p 80 -h /tmp/www")
      let words = ["curl", "-sm10", "http://\(Self.web)/"]
      let page = try await user.must(arguments: ["net", "exec", "lan", "--"] + words)
      #expect(page.output == "hello from web\n")
      if isRoot {
        #expect(try await world.must("curl -sm10 http://\(Self.web)/") == "hello from web\n")
      }

      // By its name, as an application's configuration would have it.
      try await user.guest(
        "database", "mkdir -p /tmp/db; echo ready for queries >/tmp/db/index.html; httpd -p 5432 -h /tmp/db")
      #expect(try await user.fetch("database", port: 5432, from: "web-server").contains("ready for queries"))

      // The first to leave takes nothing along.
      try await user.must("stop", "web-server")
      #expect(try await user.json("net", "show", "lan")["state"] as? String == "up")
      #expect(try await user.guest("database", "ping -c 1 -W 5 192.168.1.1").contains("1 packets received"))
      try await user.must("stop", "database")
      #expect(try await user.json("net", "show", "lan")["state"] as? String == "down")
      try await world.expectSame(as: before)
      #expect(try await user.recorded() == [])
    }
  }

  /// Nobody runs vmrun when a guest ends by itself.
  @Test(arguments: [true, false])
  func `the network goes after a guest that shuts itself down`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lan", "web-server")
      let before = try await HostSnapshot(world)
      try await user.must("start", "web-server")
      _ = try await user.vmrun("ssh", "web-server", "--", "poweroff")
      try await world.wait("the network to go", timeout: .seconds(30)) { try await user.recorded() == [] }
      try await world.expectSame(as: before)
      #expect(try await user.json("status", "web-server")["state"] as? String == "stopped")
    }
  }

  @Test(arguments: [true, false])
  func `the TAP goes with a QEMU that is killed, and the network after the last`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lan")
      try user.idleProfile("one", network: "lan")
      try user.idleProfile("two", network: "lan")
      let before = try await HostSnapshot(world)
      var pids: [String: Int] = [:]
      for name in ["one", "two"] {
        try await user.must("start", name)
        pids[name] = try #require(try await user.json("status", name)["pid"] as? Int)
      }
      #expect(try await user.ports() == ["vmr0", "vmr1"])
      try await world.must("kill -KILL \(try #require(pids["one"]))")
      try await world.wait("the TAP to go", timeout: .seconds(2)) { try await user.ports() == ["vmr1"] }
      // The keeper has told the record.
      try await world.wait("one to leave", timeout: .seconds(10)) {
        let machines = try await user.json("net", "show", "lan")["machines"] as? [[String: Any]] ?? []
        return machines.filter { $0["running"] as? Bool == true }.compactMap { $0["name"] as? String } == ["two"]
      }
      try await world.must("kill -KILL \(try #require(pids["two"]))")
      try await world.wait("the network to go", timeout: .seconds(10)) { try await user.recorded() == [] }
      try await world.expectSame(as: before)
      // And it comes again.
      try await user.must("start", "one")
      try await user.must("kill", "one")
      try await world.expectSame(as: before)
    }
  }

  /// Nothing but the next vmrun is left to notice.
  @Test(arguments: [true, false])
  func `without its keeper the network goes with the next command about the machine`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lan")
      try user.idleProfile("one", network: "lan")
      let before = try await HostSnapshot(world)
      for words in [["stop", "one"], ["kill", "one"], ["delete", "one", "--yes"], ["net", "down", "lan"]] {
        try await user.must("start", "one")
        let pid = try #require(try await user.json("status", "one")["pid"] as? Int)
        // Those before it are not collected by the first process here.
        let keeper = try await world.must(
          """
          for s in /proc/[0-9]*/stat; do
            read pid name state rest <$s || continue
            [ "$name" = '(vmrun-keeper)' ] && [ $state != Z ] && echo $pid
          done 2>/dev/null; :
          """)
        #expect(keeper.split(separator: "\n").count == 1, "\(keeper)")
        try await world.must("kill -KILL \(keeper.split(separator: "\n").joined(separator: " ")) \(pid)")
        try await world.wait("the TAP to go") { try await user.ports() == [] }
        #expect(try await user.recorded() == ["network-lan.json"])
        try await user.must(arguments: words)
        try await world.expectSame(as: before, "\(words)")
        #expect(try await user.recorded() == [])
      }
    }
  }
}
