import Testing
import VMProfile

@Suite struct HostReachTests {
  private func reach(
    _ yaml: String, asRoot: Bool = false, networks: [NetworkProfile] = []
  ) throws -> [String] {
    let profile = try ProfileFixture.parse(yaml)
    return profile.hostReach(
      asRoot: asRoot, networks: Dictionary(uniqueKeysWithValues: networks.map { ($0.name, $0) })
    ).map { "\($0.kind.rawValue) \($0.location.map { "\($0)" } ?? "nowhere") \($0.keyPath): \($0.sentence)" }
  }

  @Test func `an ordinary machine reaches nothing`() throws {
    #expect(
      try reach(
        """
        image: ./disk.qcow2
        disks: [{name: data, size: 1G}, {name: old, file: old.qcow2}]
        cdrom: iso/a.iso
        nics:
          - user: {forward: [ssh, "8080:80", "127.0.0.2:53:53/udp"]}
          - passt
          - vde: lab
          - socket: {listen: "127.0.0.1:4000"}
          - socket: {mcast: "230.0.0.1:4000", localaddr: 127.0.0.1}
          - none
        """) == [])
  }

  @Test func `files are those beyond the profile's folder`() throws {
    #expect(
      try reach(
        """
        image: ../base.qcow2
        kernel: /boot/vmlinuz
        initrd: a/../../initrd
        disks:
          - {name: a, file: /srv/a.qcow2}
          - {name: b, file: ../b.img, format: raw, readonly: true}
        cdrom: /srv/a.iso
        """) == [
          "file web.yml:1:8 image: reads the file ../base.qcow2",
          "file web.yml:2:9 kernel: reads the file /boot/vmlinuz",
          "file web.yml:3:9 initrd: reads the file a/../../initrd",
          "file web.yml:5:21 disks[0].file: reads and writes the file /srv/a.qcow2",
          "file web.yml:6:21 disks[1].file: reads the file ../b.img",
          "file web.yml:7:8 cdrom: reads the file /srv/a.iso",
        ])
  }

  @Test func `folders and words for QEMU are always named`() throws {
    #expect(
      try reach(
        """
        image: tiny
        shares: [{path: ./src}, {path: /srv, readonly: true}]
        qemu_arguments: [-device, usb-host]
        """) == [
          "folder web.yml:2:17 shares[0].path: lets the guest read and write the folder ./src",
          "folder web.yml:2:32 shares[1].path: lets the guest read the folder /srv",
          "arguments web.yml:3:17 qemu_arguments: gives QEMU words of its own: -device usb-host",
        ])
  }

  @Test func `cards on interfaces of the host, and ports that others reach`() throws {
    #expect(
      try reach(
        """
        image: tiny
        nics:
          - user: {forward: [ssh, "0.0.0.0:80:80", "10.0.0.5:53:53/udp"]}
          - tap
          - tap: {bridge: br0}
          - tap: {ifname: tap0, script: ./up, downscript: /usr/local/bin/down}
          - socket: {listen: "0.0.0.0:4000"}
          - socket: {connect: "10.0.0.1:4000"}
          - socket: {mcast: "230.0.0.1:4000"}
          - socket: {udp: "10.0.0.1:4000", localaddr: "127.0.0.1:4001"}
          - vde: /run/vde.ctl
        """) == [
          "port web.yml:3:27 nics[0].user.forward[1]: lets other hosts reach port 80/tcp of the guest through every "
            + "address of this host",
          "port web.yml:3:44 nics[0].user.forward[2]: lets other hosts reach port 53/udp of the guest through 10.0.0.5",
          "interface web.yml:4:5 nics[1].tap: makes a TAP interface on this host",
          "interface web.yml:5:19 nics[2].tap.bridge: plugs the guest into the host's bridge br0",
          "interface web.yml:6:19 nics[3].tap.ifname: plugs the guest into the host's interface tap0",
          "script web.yml:6:33 nics[3].tap.script: runs ./up as root when the machine starts",
          "script web.yml:6:51 nics[3].tap.downscript: runs /usr/local/bin/down as root when the machine ends",
          "port web.yml:7:22 nics[4].socket.listen: takes frames for the guest from other hosts at 0.0.0.0:4000",
          "port web.yml:8:23 nics[5].socket.connect: exchanges the guest's frames with 10.0.0.1:4000",
          "port web.yml:9:21 nics[6].socket.mcast: exchanges the guest's frames with the group 230.0.0.1:4000 on this "
            + "host's network",
          "port web.yml:10:19 nics[7].socket.udp: exchanges the guest's frames with 10.0.0.1:4000 through 127.0.0.1:4001",
          "interface web.yml:11:10 nics[8].vde: plugs the guest into the host's switch /run/vde.ctl",
        ])
  }

  @Test func `a network counts when it changes the host's own`() throws {
    var lab = NetworkProfile(
      name: try NetworkName(parsing: "lab"), bridge: try InterfaceName(parsing: "br0"), nat: .auto)
    let yaml = "image: tiny\nnics: [{network: lab}]\n"
    #expect(try reach(yaml, networks: [lab]) == [])
    #expect(try reach(yaml, asRoot: true) == [])
    let place = "network web.yml:2:18 nics[0].network:"
    let bridge = "\(place) makes the bridge br0 of network 'lab' on this host, with NAT to what lies beyond it"
    #expect(try reach(yaml, asRoot: true, networks: [lab]) == [bridge])
    lab.uplink = try InterfaceName(parsing: "eth0")
    let uplink = "\(place) puts the host's interface eth0 into the bridge of network 'lab'"
    #expect(try reach(yaml, networks: [lab]) == [uplink])
    #expect(try reach(yaml, asRoot: true, networks: [lab]) == [bridge, uplink])
  }
}
