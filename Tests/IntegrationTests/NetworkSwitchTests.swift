import Foundation
import Testing

/// Networks on Open vSwitch, whose userspace datapath needs no module of the kernel.
@Suite(
  .enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why),
  .enabled(if: TestHost.has("ovs-vsctl", "ovsdb-tool"), "Open vSwitch is missing"))
struct NetworkSwitchTests {
  /// Starts the daemons, which serve their sockets in the sandbox's own /run.
  private static func startDaemons(_ world: NetworkSandbox) async throws {
    try await world.must(
      """
      PATH=$PATH:/usr/share/openvswitch/scripts
      mkdir -p /run/openvswitch /run/ovs
      ovsdb-tool create /run/ovs/conf.db /usr/share/openvswitch/vswitch.ovsschema
      setsid ovsdb-server /run/ovs/conf.db --remote=punix:/run/openvswitch/db.sock --pidfile=/run/ovs/db.pid \\
        >/run/ovs/db.log 2>&1 </dev/null &
      for i in $(seq 100); do [ ! -S /run/openvswitch/db.sock ] || break; sleep 0.05; done
      ovs-vsctl --timeout=10 --no-wait init
      setsid ovs-vswitchd unix:/run/openvswitch/db.sock --pidfile=/run/ovs/switch.pid >/run/ovs/switch.log 2>&1 \\
        </dev/null &
      for i in $(seq 100); do [ ! -f /run/ovs/switch.pid ] || break; sleep 0.05; done
      """)
  }

  @Test func `VLANs keep networks on one switch apart, and nothing stays in its database`() async throws {
    try await NetworkSandbox.with(hasMachines: true) { world in
      let admin = world.admin
      try await admin.settle()
      try await Self.startDaemons(world)
      for (id, name) in [(10, "ten"), (20, "twenty")] {
        try admin.network(
          name,
          """
          bridge: ovs0
          switch: ovs-userspace
          vlan: \(id)
          address: 10.\(id).0.1/24
          dhcp: true
          namespaces: {n\(id): {address: 10.\(id).0.2/24}}

          """)
      }
      try admin.profile("guest", "image: tiny\nnics: [{network: ten, address: 10.10.0.5/24}, {network: twenty}]\n")
      try await admin.must("net", "up", "ten", "twenty")
      let ping = { (namespace: String, address: String) in
        try await admin.vmrun("net", "exec", namespace, "--", "ping", "-c2", "-i0.2", "-W2", address).status == 0
      }
      #expect(try await ping("n10", "10.10.0.1"))
      #expect(try await ping("n20", "10.20.0.1"))
      // With addresses of one network and nothing between them but the VLAN.
      try await world.must("ip -n n20 address add 10.10.0.77/24 dev veth-n20")
      #expect(try await ping("n20", "10.10.0.2") == false)

      try await admin.must("start", "guest")
      let seen = try await admin.guest("guest", "ip -4 -o address; ping -c 2 -W 5 10.10.0.2; ping -c 2 -W 5 10.20.0.2")
      #expect(seen.contains("inet 10.10.0.5/24"), "\(seen)")
      #expect(seen.components(separatedBy: " 0% packet loss").count == 3, "\(seen)")
      // TCP, too: whose checksums the switch does not write.
      #expect(try await admin.guest("guest", "head -c 300000 /dev/zero").utf8.count == 300_000)
      let ports = try await world.must("ovs-vsctl list-ports ovs0").split(separator: "\n")
      #expect(ports.filter { $0.hasPrefix("vmr") }.count == 2)
      #expect(try await world.must("ovs-vsctl get port vmr0 tag") == "10\n")

      try await admin.must("kill", "guest")
      #expect(try await world.must("ovs-vsctl list-ports ovs0").contains("vmr") == false)
      let inUse = try await admin.vmrun("net", "down", "ten")
      #expect(
        inUse.error
          == "vmrun: the network 'twenty' uses the bridge 'ovs0', too, which 'ten' has made: take 'twenty' down first\n"
      )
      try await admin.must("net", "down", "twenty")
      #expect(try await ping("n10", "10.10.0.1"))
      try await admin.must("net", "down", "ten")
      #expect(try await world.must("ovs-vsctl list-br") == "")
      #expect(try await world.must("ip netns list | grep -c n[12]0 || :") == "0\n")
    }
  }

  @Test func `a switch that does not run is named with the command that starts it`() async throws {
    try await NetworkSandbox.with { world in
      try await world.admin.settle()
      try world.admin.network("ten", "bridge: ovs0\nswitch: ovs-userspace\naddress: 10.10.0.1/24\n")
      let before = try await HostSnapshot(world)
      let result = try await world.admin.vmrun("net", "up", "ten")
      #expect(result.status == 69)
      #expect(
        result.error.hasPrefix(
          "vmrun: Open vSwitch does not run: start it with `systemctl start openvswitch-switch`"), "\(result)")
      try await world.expectSame(as: before)
    }
  }

  @Test func `VLANs on a bridge of the kernel work, or the kernel is said to lack them`() async throws {
    try await NetworkSandbox.with { world in
      let admin = world.admin
      try await admin.settle()
      for (id, name) in [(10, "ten"), (20, "twenty")] {
        try admin.network(
          name,
          "bridge: br-v\nvlan: \(id)\naddress: 10.\(id).0.1/24\nnamespaces: {n\(id): {address: 10.\(id).0.2/24}}\n")
      }
      let before = try await HostSnapshot(world)
      let up = try await admin.vmrun("net", "up", "ten", "twenty")
      if up.status == 0 {
        let ping = { (namespace: String, address: String) in
          try await admin.vmrun("net", "exec", namespace, "--", "ping", "-c2", "-i0.2", "-W2", address).status == 0
        }
        #expect(try await ping("n10", "10.10.0.1"))
        #expect(try await ping("n20", "10.20.0.1"))
        try await world.must("ip -n n20 address add 10.10.0.77/24 dev veth-n20")
        #expect(try await ping("n20", "10.10.0.2") == false)
        try await admin.must("net", "down", "twenty")
        try await admin.must("net", "down", "ten")
      } else {
        #expect(up.status == 69)
        #expect(up.error.contains("this kernel may lack VLANs on bridges"), "\(up)")
      }
      try await world.expectSame(as: before)
    }
  }
}
