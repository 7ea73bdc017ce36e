import Foundation
import Testing

/// An interface of the host that a bridge takes over, and gets its addresses back.
@Suite(.enabled(if: NetworkSandbox.canRun, NetworkSandbox.why))
struct NetworkUplinkTests {
  /// A host with more than one address and route, and a network on its only interface.
  private static func prepare(_ world: NetworkSandbox) async throws -> NetworkUser {
    try await world.must(
      """
      ip -6 address add fd77::2/64 dev up0 nodad
      ip address add 203.0.113.7/28 dev up0
      ip route add 192.0.2.0/24 via \(NetworkSandbox.outsideAddress) metric 50
      ip -6 route add fd99::/64 via fd77::1
      """)
    try await world.admin.settle()
    try world.admin.network("phys", "bridge: br-up\nuplink: up0\n")
    return world.admin
  }

  /// Whether the host behind the uplink answers.
  private static func isReached(_ world: NetworkSandbox) async throws -> Bool {
    try await world.shell("ping -c1 -W5 \(NetworkSandbox.outsideAddress)").status == 0
  }

  @Test func `the bridge takes addresses and routes over, and keeps them when that is confirmed`() async throws {
    try await NetworkSandbox.with { world in
      let admin = try await Self.prepare(world)
      let before = try await HostSnapshot(world)
      let up = try await admin.must("net", "up", "phys")
      #expect(
        up.error == """
          phys: is up: bridge br-up, with up0 in it
          phys: the interface gets its addresses back in 30 s unless this is confirmed: `vmrun net confirm phys`

          """)
      let addresses = try await world.must("ip -br address show dev br-up")
      for address in ["198.51.100.2/24", "203.0.113.7/28", "fd77::2/64"] { #expect(addresses.contains(address)) }
      #expect(try await world.must("ip -4 -br address show dev up0") == "")
      let routes = try await world.must("ip route; ip -6 route")
      #expect(routes.contains("default via 198.51.100.1 dev br-up"))
      #expect(routes.contains("192.0.2.0/24 via 198.51.100.1 dev br-up metric 50"))
      #expect(routes.contains("fd99::/64 via fd77::1 dev br-up"))
      #expect(try await Self.isReached(world))
      #expect(try await admin.must("net", "show", "phys").output.contains("given back soon unless"))

      #expect(try await admin.must("net", "confirm", "phys").error == "phys: stays\n")
      #expect(try await admin.json("net", "show", "phys")["uplink"] as? String == "up0")
      #expect(try await world.shell("pgrep -f '[n]et revert'").status == 1)
      try await admin.must("net", "down", "phys")
      try await world.expectSame(as: before)
      #expect(try await Self.isReached(world))
    }
  }

  @Test func `what nobody confirms goes back by itself, whatever became of vmrun`() async throws {
    try await NetworkSandbox.with { world in
      let admin = try await Self.prepare(world)
      let before = try await HostSnapshot(world)
      let began = ContinuousClock.now
      try await admin.must("net", "up", "phys")
      // Nobody is there who could do it but the guard.
      #expect(try await world.must("pgrep -fc '[n]et revert phys'") == "1\n")
      try await world.wait("the interface has its addresses back", timeout: .seconds(45)) {
        try await world.must("ip -4 -br address show dev up0").contains(NetworkSandbox.ownAddress)
      }
      #expect(ContinuousClock.now - began > .seconds(25))
      try await world.expectSame(as: before)
      #expect(try await Self.isReached(world))
      let late = try await admin.vmrun("net", "confirm", "phys")
      #expect(
        late.error
          == "vmrun: the network 'phys' is not up; an uplink that was not confirmed in time is given back\n")
    }
  }

  @Test func `a guard that is killed is nobody's loss, as down gives back as well`() async throws {
    try await NetworkSandbox.with { world in
      let admin = try await Self.prepare(world)
      let before = try await HostSnapshot(world)
      for delay in [0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2] {
        _ = try await admin.killed(after: delay, ["net", "up", "phys"])
        try await world.must("pkill -9 -f '[n]et revert phys' || :")
        _ = try await admin.vmrun("net", "down", "phys")
        try await world.expectSame(as: before, "killed after \(delay) s")
      }
    }
  }

  @Test func `an ordinary user may not, and an interface that is missing is named`() async throws {
    try await NetworkSandbox.with { world in
      let nobody = world.nobody
      try await nobody.settle()
      try nobody.network("phys", "bridge: br-up\nuplink: up0\n")
      let refused = try await nobody.vmrun("net", "up", "phys")
      #expect(refused.status == 77 || refused.status == 78, "\(refused)")
      #expect(refused.error.contains("`uplink: up0` needs root"), "\(refused)")
      #expect(try await nobody.recorded() == [])

      try await world.admin.settle()
      try world.admin.network("phys", "bridge: br-up\nuplink: eth9\n")
      let missing = try await world.admin.vmrun("net", "up", "phys")
      #expect(missing.status == 78)
      #expect(
        missing.error
          == "vmrun: Profiles/networks/phys.yml:2:9: 'uplink' is 'eth9', and this host has no such interface; it has up0\n"
      )
    }
  }
}
