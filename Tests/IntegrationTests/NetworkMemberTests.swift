import Foundation
import Testing

/// Machines in a network: their addresses and names, and many of them.
@Suite(.enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why))
struct NetworkMemberTests {
  @Test(arguments: [true, false])
  func `a machine without an address gets one, and a name`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lab", "lab-guest")
      try user.profile(
        "Dyn_1", "image: tiny\nmemory: 256M\nnics:\n  - model: e1000\n    network: lab\nssh: {user: root}\n")
      let before = try await HostSnapshot(world)
      let starts = [try user.launch("start", "Dyn_1"), try user.launch("start", "lab-guest")]
      for start in starts { #expect(try await start.result().status == 0) }

      let address = try await user.guest("Dyn_1", "ip -4 -o address show dev eth0; ip route; cat /etc/resolv.conf")
      #expect(address.contains("default via 10.16.0.1 dev eth0"), "\(address)")
      #expect(address.contains("nameserver 10.16.0.1"))
      let machines = try #require(try await user.json("net", "show", "lab")["machines"] as? [[String: Any]])
      let own = try #require(machines.first { $0["name"] as? String == "Dyn_1" }?["address"] as? String)
      let last = try #require(own.split(separator: ".").last.flatMap { Int($0) })
      #expect(own.hasPrefix("10.16.0.") && (100...199).contains(last))
      #expect(address.contains("inet \(own)/24"))

      // By the name that a DNS can have.
      let ping = try await user.guest("lab-guest", "ping -c 1 -W 5 dyn-1; ping -c 1 -W 5 dyn-1.lab")
      #expect(ping.contains("PING dyn-1 (\(own))"))
      #expect(ping.contains("PING dyn-1.lab (\(own))"))
      #expect(ping.ranges(of: "1 packets received").count == 2)
      let nic = try #require((try await user.json("status", "Dyn_1")["nics"] as? [[String: Any]])?.first)
      #expect(nic["addresses"] as? [String] == [own])

      // The same one next time.
      try await user.must("restart", "Dyn_1")
      #expect(try await user.guest("Dyn_1", "ip -4 -o address show dev eth0").contains("inet \(own)/24"))
      try await user.must("stop", "Dyn_1", "lab-guest", "--time", "0")
      try await world.expectSame(as: before)
    }
  }

  @Test func `an address that DHCP has given away is nobody else's`() async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.admin
      try await user.settle()
      try user.network("lab", "bridge: br0\naddress: 10.16.0.1/24\ndhcp: {range: 10.16.0.100-10.16.0.100}\n")
      try user.profile(
        "dyn", "image: tiny\nmemory: 256M\nnics:\n  - model: virtio\n    network: lab\nssh: {user: root}\n")
      try user.idleProfile("fixed", network: "lab", "    address: 10.16.0.100/24\n")
      let before = try await HostSnapshot(world)
      try await user.must("start", "dyn")
      #expect(try await user.guest("dyn", "ip -4 -o address show dev eth0").contains("inet 10.16.0.100/24"))
      let refused = try await user.vmrun("start", "fixed")
      #expect(
        refused.error
          == "vmrun: nic0 of 'fixed' has the address 10.16.0.100, which nic0 of 'dyn' has by DHCP in network "
          + "'lab': write one outside of 10.16.0.100-10.16.0.100\n")
      #expect(refused.status == 78)
      try await user.must("kill", "dyn")
      try await world.expectSame(as: before)
    }
  }

  @Test func `twenty machines on one bridge have nothing in common but the bridge`() async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.admin
      try await user.settle()
      try await user.ship("networks/lan")
      let names = (1...20).map { "m\($0)" }
      for name in names { try user.idleProfile(name, network: "lan") }
      let before = try await HostSnapshot(world)
      for group in stride(from: 0, to: names.count, by: 5) {
        let starts = try names[group..<group + 5].map { try user.launch("start", $0) }
        for start in starts {
          let result = try await start.result()
          #expect(result.status == 0, "\(result)")
        }
      }
      let machines = try #require(try await user.json("net", "show", "lan")["machines"] as? [[String: Any]])
      #expect(Set(machines.compactMap { $0["name"] as? String }) == Set(names))
      #expect(Set(machines.compactMap { $0["mac"] as? String }).count == 20)
      let taps = machines.compactMap { $0["interface"] as? String }
      #expect(Set(taps).count == 20)
      #expect(try await user.ports() == taps.sorted())
      let bridged = try await world.must("ip -o link show master br-lan | wc -l")
      #expect(bridged == "20\n")
      try await user.must(arguments: ["kill"] + names)
      try await world.expectSame(as: before)
    }
  }
}
