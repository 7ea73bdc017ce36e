import Foundation
import Testing

/// Machines on TAPs, in namespaces of their own.
@Suite(
  .enabled(if: TestHost.canRunMachines, TestHost.withoutMachines),
  .enabled(if: TestHost.canMakeTap, TestHost.withoutTap))
struct TapTests {
  private static let bridge = """
    ip link add name br0 type bridge
    ip addr add 10.9.0.1/24 dev br0
    ip link set br0 up
    pid() { $vmrun status $1 --format json | sed -n 's/.*"pid": \\([0-9]*\\).*/\\1/p'; }
    gone() { for i in $(seq 100); do ip link show $1 2>/dev/null || return 0; sleep 0.05; done; return 1; }
    """

  @Test func `a TAP is made in a bridge, carries traffic, and goes with QEMU however it ends`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile(
        "web", "nics:\n- user: {forward: [ssh]}\n- {tap: {bridge: br0}, address: 10.9.0.5/24}\n")
      let result = try await box.isolated(
        """
        \(Self.bridge)
        $vmrun start web
        bridge link show dev vmr0 || ip link show master br0
        $vmrun wait web --for ssh
        for i in $(seq 50); do ping -c 1 -W 1 10.9.0.5 && break; done
        $vmrun ssh web -- ping -c 2 -W 5 10.9.0.1
        $vmrun nic list web
        $vmrun status web
        $vmrun nic add web tap bridge=br0
        ip link show master br0 | grep vmr1
        $vmrun nic remove web nic2 --timeout 30
        gone vmr1
        kill -9 $(pid web)
        gone vmr0
        $vmrun start web
        $vmrun stop web --time 0
        gone vmr0
        """)
      #expect(result.status == 0, "\(result)")
      #expect(result.output.contains("1 packets received") || result.output.contains("1 received"), "\(result)")
      #expect(result.output.contains("2 packets received"))
      #expect(result.output.contains("tap vmr0 in br0"))
      #expect(result.output.contains("on tap vmr0 in br0, link up, in port1, received "), "\(result)")
    }
  }

  @Test func `a TAP that exists stays, and one in no bridge is made`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics:\n- {model: e1000, tap: {ifname: tap7}}\n- tap\n")
      let result = try await box.isolated(
        """
        \(Self.bridge)
        ! $vmrun start idle
        ip tuntap add tap7 mode tap
        ip link set tap7 up
        $vmrun start idle
        ip link show vmr0 | grep UP
        $vmrun nic list idle
        kill -9 $(pid idle)
        gone vmr0
        ip link show tap7
        """)
      #expect(result.status == 0, "\(result)")
      #expect(result.error.contains("nic0 of 'idle': there is no interface 'tap7': make a TAP with"), "\(result)")
      #expect(result.output.contains("tap tap7 "))
    }
  }

  @Test func `a bridge that is missing, and what is none, are named`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics: [{tap: {bridge: br7}}]\n")
      try box.idleProfile("odd", "nics: [{tap: {bridge: lo}}]\n")
      let result = try await box.isolated(
        """
        ! $vmrun start idle
        ! $vmrun start odd
        ip link show
        """)
      #expect(result.status == 0, "\(result)")
      #expect(
        result.error.contains(
          "nic0 of 'idle': there is no bridge 'br7': make it with `ip link add name br7 type bridge && "
            + "ip link set br7 up`"), "\(result)")
      #expect(result.error.contains("nic0 of 'odd': 'lo' is not a bridge: see `ip -d link show lo`"), "\(result)")
      #expect(!result.output.contains("vmr0"))
    }
  }

  @Test func `scripts run when the TAP comes and when it goes`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics: [{tap: {ifname: tap3, script: ../up.sh, downscript: ./down.sh}}]\n")
      let early = try await box.isolated("! $vmrun start idle\n")
      #expect(early.error.contains("nic0 of 'idle': there is no script \(box.project)/Profiles/../up.sh"), "\(early)")
      try box.write("#!/bin/sh\necho \"up $1\" >> \(box.root)/hooks\nip link set $1 master br0 up\n", "p/up.sh")
      try box.write("#!/bin/sh\necho \"down $1\" >> \(box.root)/hooks\n", "p/Profiles/down.sh", mode: 0o755)
      let closed = try await box.isolated("! $vmrun start idle\n")
      #expect(
        closed.error.contains("\(box.project)/up.sh is not executable: allow it with `chmod +x \(box.project)/up.sh`"),
        "\(closed)")
      chmod(box.project + "/up.sh", 0o755)
      let result = try await box.isolated(
        """
        \(Self.bridge)
        $vmrun start idle
        ip link show master br0 | grep tap3
        $vmrun stop idle --time 0
        gone tap3
        """)
      #expect(result.status == 0, "\(result)")
      #expect(box.read("hooks") == "up tap3\ndown tap3\n")
      try box.write("#!/bin/sh\necho no luck >&2\nexit 3\n", "p/up.sh", mode: 0o755)
      let failed = try await box.isolated("! $vmrun start idle\n")
      #expect(failed.error.contains("correct the script, or write `script: no`"), "\(failed)")
    }
  }
}
