import Foundation
import Testing

/// A whole Debian in a network with a fixed address. A boot without KVM takes the better part of a minute, so one guest
/// answers for many things.
@Suite(
  .enabled(if: NetworkSandbox.canRun && TestHost.canRunMachines, NetworkSandbox.why),
  .enabled(if: TestHost.canBuildDebian, TestHost.withoutDebian))
struct DebianTests {
  private static let profile = """
    image: debian-12
    memory: 512M
    smp: 2
    disk: 3G
    nics:
      - {model: virtio, network: lab, address: 10.16.0.7/24, gateway: 10.16.0.1, dns: [10.16.0.1]}
    cloud_init:
      user: {name: ops, groups: [adm]}
      ssh_authorized_keys: ./ben.pub
      packages: [nginx]
      write_files:
        - path: /etc/own
          content: |
            own: "ü"
          permissions: "0640"
          owner: root:adm
        - {path: /srv/logo, source: ./logo}
      runcmd:
        - echo own >>/srv/order
        - [touch, "/srv/a b"]
      user_data: ./user-data
    """
  private static let userData = """
    #cloud-config
    hostname: of-the-team
    write_files:
      - path: /etc/team
        content: "team ü\\n"
    runcmd:
      - echo team >>/srv/order

    """
  private static let questions = """
    id -un; id -Gn; hostname; sudo -n id -u
    cat /etc/own /etc/team /srv/order
    stat -c '%a %U %G' /etc/own; ls '/srv/a b'; od -An -tx1 /srv/logo
    ip -4 -o address show dev eth0; ip route show default; resolvectl dns eth0
    dpkg-query -W -f '${Status}\\n' nginx
    cat .ssh/authorized_keys | wc -l; df --output=size -m / | tail -n 1
    sudo -n cloud-init schema --system
    """

  @Test func `cloud-init sets a guest up by vmrun's words and the team's, and ssh knows its key`() async throws {
    try await TestHost.prepareDebian()
    try await NetworkSandbox.with(hasMachines: true) { world in
      let user = world.admin
      try await user.settle(image: "debian-12")
      try await user.ship("networks/lab")
      try user.profile("deb", Self.profile)
      try user.write(Self.userData, "p/Profiles/user-data")
      try user.write("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAB ben\n", "p/Profiles/ben.pub")
      try Data([0xFF, 0x00, 0x42]).write(to: URL(filePath: user.project + "/Profiles/logo"))
      try await user.must("start", "deb")
      // The first connection of all, and ssh takes no key but the one that it was told.
      let wait = try await user.must("wait", "deb", "--for", "cloud-init", "--timeout", "400", timeout: .seconds(420))
      let lines = wait.error.split(separator: "\n").map(String.init)
      #expect(
        lines.filter { !$0.contains("warns") }.prefix(4) == [
          "deb: cloud-init init-local", "deb: cloud-init init", "deb: cloud-init modules:config",
          "deb: cloud-init modules:final",
        ])
      #expect(lines.last?.hasPrefix("deb: cloud-init is done, by DataSourceNoCloud [seed=") == true)

      let answer = try await user.guest("deb", Self.questions)
      for line in [
        "ops\n", "adm", "of-the-team\n0\n", "own: \"ü\"\nteam ü\n", "team\nown\n640 root adm\n/srv/a b\n ff 00 42\n",
        "inet 10.16.0.7/24", "default via 10.16.0.1", "10.16.0.1", "install ok installed\n2\n", "Valid cloud-config",
      ] {
        #expect(answer.contains(line), "\(line) in \(answer)")
      }
      // The root partition has grown with the disk: from 2 GiB.
      let size = answer.split(separator: "\n").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }.max() ?? 0
      #expect(size > 2700, "\(size) MiB")
      let page = try await world.must("curl -sm 30 http://10.16.0.7/")
      #expect(page.contains("nginx"))
      #expect(try await user.must("stop", "deb").error == "deb: the guest shut down\n")
    }
  }

  @Test func `a disk boots by itself through GRUB, and a command that fails there fails the wait`() async throws {
    try await TestHost.prepareDebian()
    try await Sandbox.with { box in
      // A path has no kernel beside it: QEMU has the disk only.
      try box.profile(
        "deb",
        """
        image: \(TestHost.debianDisk)
        memory: 512M
        smp: 2
        nics: [{user: {restrict: true, forward: [ssh]}}]
        cloud_init:
          runcmd:
            - echo before it fails
            - "/nonexistent/program"
        """)
      try await box.must("start", "deb")
      #expect(try await !box.must("command", "deb").output.contains("-kernel"))
      let wait = try await box.vmrun(
        "wait", "deb", "--for", "cloud-init", "--timeout", "400", timeout: .seconds(420))
      #expect(wait.status == 1)
      #expect(wait.error.contains("vmrun: cloud-init failed in 'deb':\n"), "\(wait)")
      #expect(wait.error.contains("scripts-user"), "\(wait)")
      #expect(wait.error.contains("  before it fails\n"), "\(wait)")
      #expect(wait.error.contains("/nonexistent/program: not found"), "\(wait)")
      #expect(
        try await box.guest("deb", "ls -d /sys/firmware/efi 2>&1; cat /proc/cmdline").contains("BOOT_IMAGE=/vmlinuz"))
    }
  }
}
