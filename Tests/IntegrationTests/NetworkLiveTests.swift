import Foundation
import Testing

/// What happens to a network while machines are in it.
@Suite(.enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why))
struct NetworkLiveTests {
  @Test(arguments: [true, false])
  func `a card is plugged into a network and out of it, and its traffic is captured`(isRoot: Bool) async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lab")
      try user.profile("web", "image: tiny\nnics: [{user: {forward: [ssh]}}]\n")
      let before = try await HostSnapshot(world)
      try await user.must("start", "web")
      try await user.guest("web", "true")
      let added = try await user.must("nic", "add", "web", "network=lab", "model=e1000")
      #expect(added.output.contains("on network lab, vmr0"), "\(added)")
      #expect(try await user.ports() == ["vmr0"])

      // The lease, and the name that came with it.
      try await world.wait("the guest has an address", timeout: .seconds(60)) {
        try await user.must("nic", "list", "web").output.contains("10.16.0.1")
      }
      let nics = try #require(try await user.json("status", "web")["nics"] as? [[String: Any]])
      let address = try #require((nics.last?["addresses"] as? [String])?.first)
      #expect(try await user.must("net", "exec", "navy", "--", "ping", "-c2", "-W5", address).status == 0)
      #expect(try await user.guest("web", "ping -c 2 -W 5 navy.lab").contains(" 0% packet loss"))

      let file = user.home + "/lab.pcap"
      let capture = try user.launch("net", "capture", "lab", file, "--count", "4")
      try await world.wait("tcpdump has begun") { access(file, F_OK) == 0 }
      try await user.must("net", "exec", "navy", "--", "ping", "-c8", "-i0.2", "-W5", address)
      let ended = try await capture.result(timeout: .seconds(30))
      #expect(ended.status == 0, "\(ended)")
      let packets = try await user.shell("tcpdump -nr \(file) 2>/dev/null")
      #expect(packets.output.contains("10.16.0.2 > \(address): ICMP echo request"), "\(packets)")
      #expect(
        try await user.vmrun("net", "capture", "lab", file).error
          == "vmrun: \(file) exists already: choose another name, or remove it\n")

      #expect(try await user.must("nic", "remove", "web", "nic1").error == "web: nic1 is removed\n")
      // The network came with the card.
      #expect(try await user.ports() == [])
      #expect(try await user.recorded() == [])
      try await user.must("stop", "web")
      try await world.expectSame(as: before)
    }
  }

  @Test func `an isolated network has no way out, and its packets the size that was asked for`() async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let admin = world.admin
      try await admin.settle()
      try admin.network(
        "cell",
        "bridge: br-cell\naddress: 10.44.0.1/24\ndhcp: {range: 10.44.0.10-10.44.0.20, domain: cell.test}\nmtu: 1300\n"
          + "isolated: true\n")
      try admin.profile("inmate", "image: tiny\nnics: [{network: cell}]\n")
      let before = try await HostSnapshot(world)
      try await admin.must("start", "inmate")
      let seen = try await admin.guest(
        "inmate", "cat /sys/class/net/eth0/mtu /etc/resolv.conf; ip route; ping -c 1 -W 5 10.44.0.1")
      #expect(seen.hasPrefix("1300\n"), "\(seen)")
      #expect(seen.contains("search cell.test"), "\(seen)")
      #expect(!seen.contains("default"), "\(seen)")
      #expect(seen.contains(" 0% packet loss"), "\(seen)")
      // Not even where somebody routes.
      try await world.must(
        "ip -n outside route add 10.44.0.0/24 via 198.51.100.2; echo 1 >/proc/sys/net/ipv4/conf/br-cell/forwarding; "
          + "echo 1 >/proc/sys/net/ipv4/conf/up0/forwarding")
      let out = try await admin.vmrun(
        "ssh", "inmate", "--", "ip route add default via 10.44.0.1; ping -c 2 -W 2 \(NetworkSandbox.outsideAddress)")
      #expect(out.output.contains("100% packet loss"), "\(out)")
      try await world.must("echo 0 >/proc/sys/net/ipv4/conf/up0/forwarding; ip -n outside route del 10.44.0.0/24")
      try await admin.must("stop", "inmate")
      try await world.expectSame(as: before)
    }
  }

  @Test func `a network is drawn for terminals and documents`() async throws {
    try await NetworkSandbox.with { world in
      let admin = world.admin
      try await admin.settle()
      try await admin.ship("networks/lab")
      try admin.idleProfile("idle", network: "lab")
      try await admin.must("net", "up", "lab")
      let text = try await admin.must("net", "show", "lab", "--diagram").output
      for word in ["Network lab (up)", "NAT through up0", "br0 10.16.0.1/24", "VM idle (stopped)", "─ veth-br ─"] {
        #expect(text.contains(word), "\(text)")
      }
      let plain = try await admin.must("net", "show", "lab", "--diagram", env: ["LANG": "C"]).output
      #expect(plain.utf8.allSatisfy { $0 < 0x80 }, "\(plain)")
      #expect(try await admin.must("net", "show", "lab", "--diagram", "mermaid").output.hasPrefix("flowchart"))
      try await admin.must("net", "show", "lab", "--diagram", "svg")
      let svg = try await admin.must("net", "show", "lab", "--diagram", "svg").output
      #expect(svg.hasPrefix("<svg ") && svg.contains("namespace navy"))
      let parsed = try await Command(
        ["python3", "-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin)"], folder: "/",
        environment: ["PATH": TestHost.searchPath], input: svg
      ).run()
      #expect(parsed.status == 0, "\(parsed)")
      try await admin.must("net", "down", "lab")
    }
  }
}
