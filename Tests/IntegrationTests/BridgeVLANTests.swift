import Testing

/// VLANs on a bridge of the kernel, which not every kernel has: vmrun runs inside a guest, whose kernel has them.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct BridgeVLANTests {
  /// Copies programs with the libraries that they load, each to the path that it has here.
  private static let collect = """
    set -e
    copy() { mkdir -p "$target$(dirname "$1")"; cp -Ln "$1" "$target$1"; }
    target=$1; shift
    for program; do
      copy "$program"
      ldd "$program" | grep -o '/[^ ]*' | while read -r library; do copy "$library"; done
    done
    """

  private static let enter = """
    set -e
    mkdir -p /w
    mount --bind /w /w
    cp -a /mnt/w/. /w/
    cd /w
    mkdir -p proc sys dev run tmp
    mount -t proc proc proc; mount -t sysfs sys sys; mount --bind /dev dev; mount -t tmpfs run run
    for module in bridge 8021q veth; do modprobe $module; done
    exec chroot /w /usr/bin/sh /script
    """

  /// One word for each answer.
  private static let script = """
    cd /p; export HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin
    ask() { if "$@" >/dev/null 2>&1; then echo "$name yes"; else echo "$name no"; fi; }
    reaches() { ask $vmrun net exec "$1" -- ping -c 2 -i 0.2 -W 3 "$2"; }
    ip -br link >/before
    $vmrun net up ten twenty 2>&1
    bridge vlan show
    name=own-10 reaches n10 10.10.0.1
    name=own-20 reaches n20 10.20.0.1
    $vmrun net exec n20 -- ip address add 10.10.0.77/24 dev veth-n20
    name=across-namespace reaches n20 10.10.0.2
    name=across-host reaches n20 10.10.0.1
    $vmrun net down ten 2>&1
    $vmrun net down twenty 2>&1
    name=twenty-first ask test -e /run/vmrun/network-ten.json
    $vmrun net down ten 2>&1
    ip -br link >/after
    name=same ask cmp /before /after
    """

  @Test func `two networks on one bridge hear nothing of each other`() async throws {
    try await Sandbox.with { box in
      let programs = ["ip", "bridge", "nsenter", "ping", "cmp"].compactMap(TestHost.path(of:))
      try #require(programs.count == 5)
      let copied = try await box.command(
        ["sh", "-c", Self.collect, "sh", box.root + "/w"] + programs + ["/usr/bin/sh", TestHost.vmrun]
      ).run(timeout: .seconds(60))
      try #require(copied.status == 0, "\(copied)")
      try box.write("vmrun=\(TestHost.vmrun)\n\(Self.script)", "w/script")
      for id in [10, 20] {
        let name = id == 10 ? "ten" : "twenty"
        let network =
          "bridge: br-v\nvlan: \(id)\naddress: 10.\(id).0.1/24\nnat: off\nnamespaces: {n\(id): {address: 10.\(id).0.2/24}}\n"
        try box.write(network, "w/p/Profiles/networks/\(name).yml")
      }
      try box.profile(
        "inner",
        """
        image: tiny
        memory: 1G
        smp: 2
        disk: 4G
        nics: [{user: {restrict: true, forward: [ssh]}}]
        shares: [{path: ../../w, mount: /mnt/w, readonly: true, driver: 9p}]
        """)
      try await box.must("start", "inner")
      try await box.wait("the share", timeout: .seconds(90)) {
        try await box.vmrun("ssh", "inner", "--", "test -e /mnt/w/script").status == 0
      }
      let said = try await box.guest("inner", Self.enter)
      for line in [
        "ten: is up: bridge br-v, 10.10.0.1/24\n", "twenty: is up: bridge br-v, 10.20.0.1/24\n",
        "veth-br           10 PVID",
        "veth-br1          20 PVID", "own-10 yes\n", "own-20 yes\n", "across-namespace no\n", "across-host no\n",
        "the network 'twenty' uses the bridge 'br-v', too", "twenty-first yes\n", "same yes\n",
      ] {
        #expect(said.contains(line), "\(line) in \(said)")
      }
    }
  }
}
