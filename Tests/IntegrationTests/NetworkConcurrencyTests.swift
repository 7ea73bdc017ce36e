import Foundation
import Testing

/// The same thing twice, many things at once, and networks that share what the host has only once.
@Suite(.enabled(if: NetworkSandbox.canRun, NetworkSandbox.why))
struct NetworkConcurrencyTests {
  private static func small(_ number: Int) -> String {
    """
    bridge: br\(number)
    address: 10.\(number).0.1/24
    dhcp: true
    nat: auto
    namespaces:
      ns\(number): {address: 10.\(number).0.2/24}

    """
  }

  /// How many words of several results are these.
  private func count(_ results: [CommandResult], _ text: String) -> Int {
    results.filter { $0.error.hasPrefix(text) }.count
  }

  private func all(_ commands: [RunningCommand]) async throws -> [CommandResult] {
    var results: [CommandResult] = []
    for command in commands { results.append(try await command.result()) }
    return results
  }

  @Test(arguments: [true, false])
  func `up and down twice are up and down once`(isRoot: Bool) async throws {
    try await NetworkSandbox.with { world in
      let user = world.user(isRoot)
      try await user.settle()
      try user.network("one", Self.small(1))
      let before = try await HostSnapshot(world)
      #expect(try await user.must("net", "down", "one").error == "one: was not up\n")
      #expect(try await user.must("net", "up", "one").error.hasPrefix("one: is up: bridge br1, 10.1.0.1/24, "))
      let up = try await HostSnapshot(world)
      #expect(try await user.must("net", "up", "one").error == "one: is up already\n")
      try await world.expectSame(as: up)
      #expect(try await user.must("net", "check", "one").error == "one: nothing is in the way\n")
      try await world.expectSame(as: up)
      #expect(try await user.must("net", "down", "one").error == "one: is down\n")
      #expect(try await user.must("net", "down", "one").error == "one: was not up\n")
      try await world.expectSame(as: before)
      // The same addresses as before: guests' tables stay right.
      try await user.must("net", "up", "one")
      try await world.expectSame(as: up)
      try await user.must("net", "down", "one")
    }
  }

  @Test(arguments: [true, false])
  func `of eight at once one does it`(isRoot: Bool) async throws {
    try await NetworkSandbox.with { world in
      let user = world.user(isRoot)
      try await user.settle()
      try user.network("one", Self.small(1))
      let before = try await HostSnapshot(world)
      for _ in 0..<3 {
        let ups = try await all((0..<8).map { _ in try user.launch("net", "up", "one") })
        #expect(ups.allSatisfy { $0.status == 0 }, "\(ups)")
        #expect(count(ups, "one: is up: ") == 1, "\(ups)")
        #expect(count(ups, "one: is up already\n") == 7, "\(ups)")
        let downs = try await all((0..<8).map { _ in try user.launch("net", "down", "one") })
        #expect(downs.allSatisfy { $0.status == 0 }, "\(downs)")
        #expect(count(downs, "one: is down\n") == 1, "\(downs)")
        #expect(count(downs, "one: was not up\n") == 7, "\(downs)")
        try await world.expectSame(as: before)
      }
    }
  }

  @Test(arguments: [true, false])
  func `up and down against each other leave it up or down`(isRoot: Bool) async throws {
    try await NetworkSandbox.with { world in
      let user = world.user(isRoot)
      try await user.settle()
      for number in 1...2 { try user.network("net\(number)", Self.small(number)) }
      let before = try await HostSnapshot(world)
      for _ in 0..<4 {
        let commands = try (0..<12).map { index in
          try user.launch("net", Bool.random() ? "up" : "down", "net\(index % 2 + 1)")
        }
        for result in try await all(commands) { #expect(result.status == 0, "\(result)") }
        for number in 1...2 {
          let state = try await user.json("net", "show", "net\(number)")["state"] as? String
          guard state == "up" else {
            #expect(state == "down")
            continue
          }
          let ping = try await user.vmrun("net", "exec", "ns\(number)", "--", "ping", "-c1", "-W5", "10.\(number).0.1")
          #expect(ping.status == 0, "\(ping)")
        }
      }
      try await user.must("net", "down", "net1", "net2")
      try await world.expectSame(as: before)
    }
  }

  /// The value of the sysctl that both networks need.
  private func forwarding(_ world: NetworkSandbox) async throws -> String {
    try await world.must("cat /proc/sys/net/ipv4/conf/up0/forwarding")
  }

  @Test(arguments: [0, 1], [["net1", "net2"], ["net2", "net1"]])
  func `the first of two networks to go leaves the other its way out`(value: Int, order: [String]) async throws {
    try await NetworkSandbox.with { world in
      let user = world.admin
      try await user.settle()
      for number in 1...2 { try user.network("net\(number)", Self.small(number)) }
      try await world.must("echo \(value) >/proc/sys/net/ipv4/conf/up0/forwarding")
      let before = try await HostSnapshot(world)
      try await user.must("net", "up", "net1")
      try await user.must("net", "up", "net2")
      #expect(try await forwarding(world) == "1\n")
      for name in ["ns1", "ns2"] {
        #expect(try await user.fetch(into: name) == "you are \(NetworkSandbox.ownAddress)\n")
      }
      // Networks reach each other only through the host, which forwards for both.
      try await user.must("net", "down", order[0])
      #expect(try await forwarding(world) == "1\n")
      let rest = try await user.fetch(into: order[1].replacing("net", with: "ns"))
      #expect(rest == "you are \(NetworkSandbox.ownAddress)\n")
      try await user.must("net", "down", order[1])
      #expect(try await forwarding(world) == "\(value)\n")
      try await world.expectSame(as: before)
    }
  }

  @Test func `two users have the same network at once, each their own`() async throws {
    try await NetworkSandbox.with { world in
      let users = [world.nobody, world.games]
      let before = try await HostSnapshot(world)
      for user in users {
        try await user.settle()
        try user.network("one", Self.small(1))
      }
      let ups = try await all(users.map { try $0.launch("net", "up", "one") })
      #expect(count(ups, "one: is up: ") == 2, "\(ups)")
      for user in users {
        #expect(try await user.fetch(into: "ns1") == "you are \(NetworkSandbox.ownAddress)\n")
      }
      try await users[0].must("net", "down", "one")
      let ping = try await users[1].must("net", "exec", "ns1", "--", "ping", "-c1", "-W5", "10.1.0.1")
      #expect(ping.output.contains("1 received"))
      #expect(try await users[0].json("net", "show", "one")["state"] as? String == "down")
      try await users[1].must("net", "down", "one")
      try await world.expectSame(as: before)
    }
  }

  /// As a user may do who tidies up, or the kernel that is out of memory.
  @Test func `networks whose namespace was ended come up again and go`() async throws {
    try await NetworkSandbox.with { world in
      let user = world.nobody
      try await user.settle()
      for number in 1...2 { try user.network("net\(number)", Self.small(number)) }
      let before = try await HostSnapshot(world)
      try await user.must("net", "up", "net1", "net2")
      try await world.must("kill -KILL $(cut -d' ' -f1 \(user.networks)/namespace.process)")
      #expect(try await user.must("net", "up", "net1").error.hasPrefix("net1: is up: "))
      #expect(try await user.fetch(into: "ns1") == "you are \(NetworkSandbox.ownAddress)\n")
      #expect(try await user.must("net", "down", "net2").error == "net2: is down\n")
      try await user.must("net", "up", "net2")
      try await user.must("net", "down", "net1", "net2")
      try await world.expectSame(as: before)
    }
  }
}
