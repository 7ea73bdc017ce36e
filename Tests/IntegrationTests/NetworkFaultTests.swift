import Foundation
import Testing

/// What a network's file or its host may lack: each is said with its cause and what to do, and changes nothing.
@Suite(.enabled(if: NetworkSandbox.canRun, NetworkSandbox.why))
struct NetworkFaultTests {
  private static let nat = "bridge: br0\naddress: 10.16.0.1/24\nnat: auto\n"
  private static let served = "bridge: br0\naddress: 10.16.0.1/24\ndhcp: true\n"

  /// Brings a network up that can't come up.
  private func expectRefusal(
    _ isRoot: Bool, _ yaml: String, status: Int32, _ message: String, env: [String: String] = [:],
    prepare: (NetworkSandbox, NetworkUser) async throws -> Void = { _, _ in },
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await NetworkSandbox.with(sourceLocation: sourceLocation) { world in
      let user = world.user(isRoot)
      try await user.settle()
      try user.network("lab", yaml)
      try await prepare(world, user)
      let before = try await HostSnapshot(world, sourceLocation: sourceLocation)
      let environment = env.mapValues { $0.replacing("HOME", with: user.home) }
      for verb in ["up", "up"] {
        let result = try await user.vmrun("net", verb, "lab", env: environment)
        #expect(result.error == message + "\n", sourceLocation: sourceLocation)
        #expect(result.status == status, sourceLocation: sourceLocation)
      }
      try await world.expectSame(as: before, sourceLocation: sourceLocation)
      #expect(try await user.recorded() == [], sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    (
      "bridge: br0\naddress: 198.51.100.7/24\n",
      "Profiles/networks/lab.yml:2:10: 'address' is '198.51.100.7/24', and up0 has 198.51.100.2/24: two networks with the "
        + "same addresses cannot be told apart, so write another; 10.16.0.7/24 is free here"
    ),
    (
      "bridge: up0\n",
      "Profiles/networks/lab.yml:1:9: 'bridge' is 'up0', and this host has an interface of that name that is not a bridge "
        + "but of kind 'veth': write another name"
    ),
    (
      "bridge: br0\naddress: 10.16.0.1/24\nnat: eth7\n",
      "Profiles/networks/lab.yml:3:6: 'nat' is 'eth7', and this host has no such interface; it has up0"
    ),
    (
      "bridge: br0\nuplink: eth7\n",
      "Profiles/networks/lab.yml:2:9: 'uplink' is 'eth7', and this host has no such interface; it has up0"
    ),
    (
      "bridge: --help\n",
      "Profiles/networks/lab.yml:1:9: 'bridge' is '--help': expected 1 to 15 letters, digits, '.', '_' or '-', the first a "
        + "letter or digit"
    ),
    (
      "bridge: br0\nnamespaces:\n  -n: {}\n",
      "Profiles/networks/lab.yml:3:3: the name of a namespace is '-n': expected 1 to 10 letters, digits, '_' or '-', the "
        + "first a letter"
    ),
  ])
  func `a file that does not fit the host`(yaml: String, message: String) async throws {
    try await expectRefusal(true, yaml, status: 78, "vmrun: " + message)
  }

  @Test func `the address that is proposed is free`() async throws {
    try await NetworkSandbox.with { world in
      let user = world.admin
      try await user.settle()
      try await world.must("ip address add 10.16.0.200/16 dev up0")
      try user.network("lab", "bridge: br0\naddress: 198.51.100.7/24\n")
      let said = try await user.vmrun("net", "up", "lab").error
      let words = said.split(separator: " ")
      let free = try #require(words.firstIndex(of: "is").flatMap { _ in words.dropLast(3).last }, "\(said)")
      try user.network("lab", "bridge: br0\naddress: \(free)\n")
      try await user.must("net", "up", "lab")
      try await user.must("net", "down", "lab")
    }
  }

  @Test(arguments: [(53, "0.0.0.0"), (67, "0.0.0.0")])
  func `another name or DHCP server on all addresses`(port: Int, address: String) async throws {
    try await expectRefusal(
      true, Self.served, status: 1,
      "vmrun: dnsmasq, which serves DHCP for 'lab', cannot listen on port \(port): another server has it on all addresses of "
        + "this host; find it with `ss -lunp 'sport = :\(port)'`, and let it listen on its own interface only (dnsmasq: "
        + "bind-interfaces), or write `dhcp: false`"
    ) { world, _ in
      let script =
        "import socket, time; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('\(address)', \(port))); time.sleep(600)"
      try await world.must("python3 -c \"\(script)\" >/dev/null 2>&1 & sleep 1; ss -lun | grep -q ':\(port) '")
    }
  }

  @Test(arguments: [
    (true, "dnsmasq", Self.served, "apt install dnsmasq-base"),
    (false, "dnsmasq", Self.served, "apt install dnsmasq-base"),
    (true, "nft", Self.nat, "apt install nftables"), (false, "nft", Self.nat, "apt install nftables"),
    (true, "ip", Self.nat, "apt install iproute2"), (false, "nsenter", Self.nat, "apt install util-linux"),
  ])
  func `a program that is not there`(isRoot: Bool, tool: String, yaml: String, advice: String) async throws {
    try await expectRefusal(
      isRoot, yaml, status: 69, "vmrun: '\(tool)' is not on this host: install it with `\(advice)`"
    ) { world, _ in try await world.hide(tool) }
  }

  @Test func `without pasta a user's network comes up without a way out`() async throws {
    try await NetworkSandbox.with { world in
      let user = world.nobody
      try await user.settle()
      try await user.ship("networks/lab")
      try await world.hide("pasta")
      let before = try await HostSnapshot(world)
      let up = try await user.must("net", "up", "lab")
      #expect(
        up.error == """
          lab: is up: bridge br0, 10.16.0.1/24, DHCP 10.16.0.100-10.16.0.199, NAT through the default route
            navy: 10.16.0.2/24
          lab: there is no way out of the network, as pasta is not on this host: install it with `apt install passt`

          """)
      #expect(try await user.must("net", "exec", "navy", "--", "ping", "-c1", "-W5", "10.16.0.1").status == 0)
      try await user.must("net", "down", "lab")
      try await world.expectSame(as: before)
    }
  }

  /// The kernel says so in the very file, and unshare fails; the real one would be the machine's.
  @Test(arguments: [
    ("max_user_namespaces", ": an administrator allows them with `sysctl -w user.max_user_namespaces=1000`"),
    (
      nil,
      " (unshare: unshare failed: Operation not permitted): containers often forbid it; run vmrun outside of the container, "
        + "or as root"
    ),
  ])
  func `user namespaces that are forbidden`(file: String?, end: String) async throws {
    try await expectRefusal(
      false, Self.nat, status: 69,
      "vmrun: networks without root need a user namespace, and the kernel makes none\(end)",
      env: ["PATH": "HOME/bin:\(TestHost.searchPath)"]
    ) { world, user in
      try user.write(
        "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n", "bin/unshare", mode: 0o755)
      guard let file else { return }
      try await world.must("echo 0 >/run/test/zero; mount --bind /run/test/zero /proc/sys/user/\(file)")
    }
  }

  @Test func `sysctls that cannot be written`() async throws {
    try await expectRefusal(
      true, Self.nat, status: 77,
      "vmrun: cannot write 1 to /proc/sys/net/ipv4/conf/br0/forwarding (Read-only file system): containers often have it "
        + "read-only; turn forwarding on from outside, and write `nat: off`"
    ) { world, _ in
      try await world.must("mount --bind /proc/sys /proc/sys; mount -o remount,bind,ro /proc/sys")
    }
  }

  /// As in a container that was started with forwarding on.
  @Test func `sysctls that need no writing may be read-only`() async throws {
    try await NetworkSandbox.with { world in
      let user = world.admin
      try await user.settle()
      try await user.ship("networks/lab")
      try await world.must(
        "echo 1 >/proc/sys/net/ipv4/ip_forward; mount --bind /proc/sys /proc/sys; mount -o remount,bind,ro /proc/sys")
      let before = try await HostSnapshot(world)
      try await user.must("net", "up", "lab")
      #expect(try await user.fetch(into: "navy") == "you are \(NetworkSandbox.ownAddress)\n")
      try await user.must("net", "down", "lab")
      try await world.expectSame(as: before)
    }
  }

  @Test func `a namespace that somebody made stays theirs`() async throws {
    try await expectRefusal(
      true, "bridge: br0\nnamespaces:\n  outside: {address: 10.16.0.2/24}\n", status: 78,
      "vmrun: Profiles/networks/lab.yml:3:12: the namespace 'outside' exists, and was not made by vmrun: write another name"
    )
  }

  @Test(arguments: [true, false])
  func `a namespace of another network stays its own`(isRoot: Bool) async throws {
    try await NetworkSandbox.with { world in
      let user = world.user(isRoot)
      try await user.settle()
      try await user.ship("networks/lab")
      try user.network("two", "bridge: br2\nnamespaces:\n  navy: {address: 10.2.0.2/24}\n")
      let before = try await HostSnapshot(world)
      try await user.must("net", "up", "lab")
      let two = try await user.vmrun("net", "up", "two")
      #expect(
        two.error
          == "vmrun: Profiles/networks/two.yml:3:9: the namespace 'navy' exists, which network 'lab' has made: write "
          + "another name\n")
      #expect(try await user.must("net", "exec", "navy", "--", "ping", "-c1", "-W5", "10.16.0.1").status == 0)
      try await user.must("net", "down", "lab", "two")
      try await world.expectSame(as: before)
    }
  }

  @Test func `a bridge that somebody made is used as it is, and stays`() async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.admin
      try await user.settle()
      try await world.must(
        """
        ip link add br-own address 02:00:00:00:00:01 type bridge
        ip address add 10.50.0.1/24 dev br-own
        ip link add port0 type veth peer name port1
        ip link set port0 master br-own
        for i in br-own port0 port1; do ip link set $i up; done
        """)
      try user.network("own", "bridge: br-own\n")
      try user.idleProfile("idle", network: "own")
      let before = try await HostSnapshot(world)
      try await user.must("start", "idle")
      #expect(try await world.must("ip -o link show master br-own | wc -l") == "2\n")
      try await user.must("kill", "idle")
      try await world.expectSame(as: before)
      try user.network("own", "bridge: br-own\naddress: 10.50.0.1/24\n")
      let refused = try await user.vmrun("net", "up", "own")
      #expect(
        refused.error
          == "vmrun: Profiles/networks/own.yml:1:9: 'bridge' is 'br-own', which exists and was not made by vmrun: "
          + "write another name, or leave 'address', 'dhcp', 'nat' and 'namespaces' out to plug machines into it as it is\n"
      )
      try await world.expectSame(as: before)
    }
  }
}
