import Foundation
import Testing

/// A guest that talks to a network namespace beside it, from the first command to the last.
@Suite(.enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why))
struct NetworkNamespaceLabTests {
  @Test(arguments: [true, false])
  func `a guest and a namespace reach each other and the world, and nothing is left`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lab", "lab-guest")
      let before = try await HostSnapshot(world)

      let up = try await user.must("net", "up", "lab")
      #expect(
        up.error == """
          lab: is up: bridge br0, 10.16.0.1/24, DHCP 10.16.0.100-10.16.0.199, NAT through up0
            navy: 10.16.0.2/24

          """)
      #expect(up.output == "")
      #expect(try await user.must("net", "exec", "navy", "--", "ping", "-c1", "-W2", "10.16.0.1").status == 0)
      try await user.must("start", "lab-guest")

      // Both ways, without a loss.
      let address = try await user.guest("lab-guest", "ip -4 address show dev eth0; ip route")
      #expect(address.contains("inet 10.16.0.5/24"))
      #expect(address.contains("default via 10.16.0.1 dev eth0"))
      let there = try await user.must("net", "exec", "navy", "--", "ping", "-c3", "-i0.2", "-W5", "10.16.0.5")
      #expect(there.output.contains("3 packets transmitted, 3 received, 0% packet loss"), "\(there)")
      let back = try await user.guest("lab-guest", "ping -c 3 -W 5 10.16.0.2")
      #expect(back.contains("3 packets transmitted, 3 packets received, 0% packet loss"), "\(back)")

      // Names.
      let names = try await user.guest(
        "lab-guest", "cat /etc/resolv.conf; for n in navy gateway lab-guest.lab navy.lab; do ping -c 1 -W 5 $n; done")
      #expect(names.contains("nameserver 10.16.0.1"))
      for line in [
        "PING navy (10.16.0.2)", "PING gateway (10.16.0.1)", "PING lab-guest.lab (10.16.0.5)",
        "PING navy.lab (10.16.0.2)",
      ] {
        #expect(names.contains(line), "\(names)")
      }

      // Out: as root's the packets have the uplink's address; a user's go through pasta, which takes no ICMP.
      for host in [NetworkSandbox.outsideAddress, "outside.test"] {
        #expect(
          try await user.fetch(host, from: "lab-guest").contains("you are \(NetworkSandbox.ownAddress)"), "\(host)")
      }
      if isRoot {
        let ping = try await user.guest("lab-guest", "ping -c 2 -W 5 \(NetworkSandbox.outsideAddress)")
        #expect(ping.contains("2 packets received"), "\(ping)")
      }
      #expect(try await user.fetch(into: "navy") == "you are \(NetworkSandbox.ownAddress)\n")

      // What listens on the host's loopback only is no guest's business.
      let own = try world.background("python3 -m http.server --bind 127.0.0.1 8099 >/dev/null 2>&1")
      try await world.wait("a server on loopback") { try await world.shell("curl -sm5 127.0.0.1:8099/").status == 0 }
      for address in [NetworkSandbox.outsideAddress, "10.16.0.1"] {
        let words = ["net", "exec", "navy", "--", "curl", "-sm5", "http://\(address):8099/"]
        let result = try await user.command([NetworkUser.program] + words).run()
        #expect(result.status != 0 && result.output == "", "\(address): \(result)")
      }
      try await world.must("kill $(ss -Hltnp 'sport = :8099' | grep -o 'pid=[0-9]*' | cut -d= -f2)")
      _ = try await own.result(timeout: .seconds(10))

      try await expectShown(user)

      // What is used is not taken away.
      let used = try await user.vmrun("net", "down", "lab")
      #expect(used.status == 1)
      #expect(
        used.error
          == "vmrun: the network 'lab' is used by 'lab-guest': stop it first, or take the network down all the same "
          + "with `vmrun net down --force lab`\n")
      // A user's network is nowhere on the host.
      if !isRoot {
        let now = try await HostSnapshot(world)
        let lines = HostSnapshot.difference(before, now).split(separator: "\n").filter { !$0.contains("process ") }
        #expect(lines == [])
      }

      let stop = try await user.must("stop", "lab-guest")
      #expect(stop.error == "lab-guest: the guest shut down\n")
      // It came up by hand, so it stays.
      #expect(try await user.json("net", "show", "lab")["state"] as? String == "up")
      #expect(try await user.must("net", "down", "lab").error == "lab: is down\n")
      try await world.expectSame(as: before)
      #expect(try await user.recorded() == [])
    }
  }

  private func expectShown(_ user: NetworkUser) async throws {
    let status = try await user.json("net", "show", "lab")
    #expect(status["state"] as? String == "up")
    #expect(status["bridge"] as? String == "br0")
    #expect(status["address"] as? String == "10.16.0.1/24")
    #expect(status["dhcp"] as? String == "10.16.0.100-10.16.0.199")
    #expect(status["domain"] as? String == "lab")
    #expect(status["nat"] as? String == "up0")
    #expect(status["onDemand"] as? Bool == false)
    let namespaces = try #require(status["namespaces"] as? [[String: Any]])
    #expect(namespaces.count == 1)
    #expect(namespaces.first?["name"] as? String == "navy")
    #expect(namespaces.first?["interface"] as? String == "veth-br")
    let machines = try #require(status["machines"] as? [[String: Any]])
    #expect(machines.count == 1)
    let mac = try #require(machines.first?["mac"] as? String)
    #expect(machines.first?["name"] as? String == "lab-guest")
    #expect(machines.first?["address"] as? String == "10.16.0.5")
    #expect(machines.first?["interface"] as? String == "vmr0")
    #expect(machines.first?["running"] as? Bool == true)
    let text = try await user.must("net", "show", "lab").output
    #expect(
      text == """
        name       lab
        state      up
        file       \(user.project)/Profiles/networks/lab.yml
        bridge     br0
        address    10.16.0.1/24
        DHCP       10.16.0.100-10.16.0.199, domain lab
        NAT        through up0
        namespace  navy 10.16.0.2/24 on veth-br
        machine    lab-guest nic0 10.16.0.5 \(mac) on vmr0

        """)
    let list = try await user.must("net", "list").output
    #expect(
      list == """
        NAME  STATE  BRIDGE  ADDRESS       DHCP                     NAT  MACHINES   NAMESPACES
        lab   up     br0     10.16.0.1/24  10.16.0.100-10.16.0.199  up0  lab-guest  navy

        """)
  }
}
