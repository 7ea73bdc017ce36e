import Foundation
import Testing

/// Cards and forwards that come and go while a guest runs.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct HotPlugTests {
  private func nics(_ box: Sandbox, _ name: String = "web") async throws -> [[String: Any]] {
    let text = try await box.must("nic", "list", name, "--format", "json").output
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func ids(_ nics: [[String: Any]]) -> [String] { nics.compactMap { $0["id"] as? String } }

  /// Waits until the card with an address has one of its network's addresses in the guest.
  private func waitForAddress(_ box: Sandbox, mac: String, address: String) async throws {
    try await box.wait("the guest has \(address) on the card \(mac)", timeout: .seconds(40)) {
      let text = try await box.guest("web", "ip addr")
      let cards = text.components(separatedBy: "link/ether ")
      return cards.contains { $0.hasPrefix(mac) && $0.contains("inet \(address)/") }
    }
  }

  @Test func `cards of three kinds get an address, carry traffic and go again`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      try await box.must("wait", "web", "--for", "ssh")
      try await box.guest("web", "mkdir -p /tmp/www; echo hello > /tmp/www/index.html; busybox httpd -p 80 -h /tmp/www")
      for (index, model) in ["e1000", "rtl8139", "virtio"].enumerated() {
        let number = index + 1
        let added = try await box.must(
          "nic", "add", "web", "model=\(model)", "user", "forward=0:80", "--format", "json")
        let nic = try object(added.output)
        #expect(nic["id"] as? String == "nic\(number)")
        #expect(nic["model"] as? String == model)
        #expect(nic["attachment"] as? String == "user")
        #expect(nic["link"] as? String == "up")
        #expect(nic["hotPlugged"] as? Bool == true)
        #expect(nic["port"] as? String == "port\(number)")
        let mac = try #require(nic["mac"] as? String)
        try await waitForAddress(box, mac: mac, address: "10.0.\(2 + number).15")
        let forwards = try #require(nic["forwards"] as? [[String: Any]])
        let port = try #require(forwards.first?["hostPort"] as? Int)
        #expect(try await box.shell("curl -s -m 10 http://127.0.0.1:\(port)/").output == "hello\n")
        #expect(try await box.guest("web", "ping -c 1 -W 5 10.0.\(2 + number).2").contains("1 packets received"))
      }
      let macs = try await nics(box).compactMap { $0["mac"] as? String }
      #expect(Set(macs).count == 4)

      for id in ["nic1", "nic2", "nic3"] {
        let removed = try await box.must("nic", "remove", "web", id, "--timeout", "30")
        #expect(removed.error.contains("web: \(id) is removed\n  and with it 127.0.0.1:"), "\(removed)")
      }
      #expect(try await ids(nics(box)) == ["nic0"])
      #expect(try await box.guest("web", "ls -d /sys/class/net/*/device | wc -l") == "1\n")
    }
  }

  @Test func `a restart returns to the profile, with what was persisted`() async throws {
    try await Sandbox.with { box in
      let profile = "# mine\nimage: tiny\nmemory: 256M\nnics:\n- user: {forward: [ssh]} # first\n# the end\nsmp: 1\n"
      try box.profile("web", profile)
      try await box.must("start", "web")
      let path = box.project + "/Profiles/web.yml"
      chmod(path, 0o640)
      let kept = try await box.must(
        "nic", "add", "web", "model=e1000", "mac=52:54:00:12:34:56", "user", "forward=0:80", "--persist")
      #expect(kept.error.hasPrefix("written at the end of 'nics:' in "))
      try await box.must("nic", "add", "web", "user")
      #expect(try await ids(nics(box)) == ["nic0", "nic1", "nic2"])
      let expected = profile.replacing(
        "# first\n",
        with: "# first\n- model: e1000\n  mac: 52:54:00:12:34:56\n  user:\n    forward: [\"0:80\"]\n")
      #expect(box.read(path) == expected)
      var status = stat()
      stat(path, &status)
      #expect(status.st_mode & 0o777 == 0o640)

      try await box.must("stop", "web", "--time", "0")
      try await box.must("start", "web")
      let after = try await nics(box)
      #expect(ids(after) == ["nic0", "nic1"])
      #expect(after.last?["mac"] as? String == "52:54:00:12:34:56")
      #expect(after.last?["port"] as? String == "port1")
      #expect(after.last?["hotPlugged"] as? Bool == false)
    }
  }

  @Test func `a guest that does not answer leaves the removal pending until the reset`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      try await box.must("nic", "add", "idle", "user")
      let pending = try await box.vmrun("nic", "remove", "idle", "nic1", "--timeout", "1")
      #expect(pending.status == 75)
      #expect(pending.error.contains("the guest of 'idle' has not let go of nic1 within 1 s"))
      #expect(try await nics(box, "idle").last?["removing"] as? Bool == true)
      // It is still there: its id and its port are not given to another.
      let next = try object(try await box.must("nic", "add", "idle", "user", "--format", "json").output)
      #expect(next["id"] as? String == "nic2")
      #expect(next["port"] as? String == "port2")

      let reset = """
        import socket, json
        s = socket.socket(socket.AF_UNIX); s.connect("\(box.sockets("idle"))/qmp5.sock")
        f = s.makefile("rw"); f.readline()
        for command in ("qmp_capabilities", "system_reset"):
          f.write(json.dumps({"execute": command}) + "\\n"); f.flush()
          while "return" not in json.loads(f.readline()): pass
        """
      try box.write(reset, "reset.py")
      #expect(try await box.shell("python3 \(box.root)/reset.py").status == 0)
      try await box.wait("the reset takes the card") { try await ids(nics(box, "idle")) == ["nic0", "nic2"] }
      // The card's network went with it, so that its id is free.
      let again = try object(try await box.must("nic", "add", "idle", "user", "--format", "json").output)
      #expect(again["id"] as? String == "nic1")
    }
  }

  @Test func `a machine that ends leaves the outcome of a removal open`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let removal = try box.launch("nic", "remove", "idle", "nic0", "--timeout", "60")
      try await Task.sleep(for: .milliseconds(500))
      // The wait does not keep the machine from being ended.
      try await box.must("kill", "idle")
      let result = try await removal.result()
      #expect(result.status == 75)
      #expect(result.error.contains("whether nic0 of 'idle' is removed is not known: 'idle' ended meanwhile"))
    }
  }

  @Test func `what cannot be plugged is refused and leaves nothing behind`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      #expect(try await box.vmrun("nic", "add", "idle", "user").status == 1)
      try await box.must("start", "idle")
      func refusal(_ words: String...) async throws -> String {
        let result = try await box.command([TestHost.vmrun, "nic", "add", "idle"] + words).run()
        #expect(result.status != 0)
        return result.error
      }
      #expect(try await refusal("model=e100", "user").contains("did you mean 'e1000'?"))
      #expect(try await refusal("model=ne2k_isa", "user").contains("takes no card while the machine runs"))
      #expect(try await refusal("tap", "ifname=nosuchtap0").contains("there is no interface 'nosuchtap0'"))
      let mac = try #require(try await nics(box, "idle").first?["mac"] as? String)
      #expect(try await refusal("mac=\(mac)", "user").contains("belongs to nic0 of 'idle'"))
      let port = try #require(
        try await (box.status("idle")["forwards"] as? [[String: Any]])?.first?["hostPort"] as? Int)
      #expect(try await refusal("user", "forward=\(port):80").contains("'idle' itself has it"))
      for _ in 0..<8 { try await box.must("nic", "add", "idle", "user") }
      #expect(try await refusal("user").contains("all 9 hot-plug ports of 'idle' are taken: remove a NIC"))
      #expect(try await nics(box, "idle").count == 9)
      try await box.must("pause", "idle")
      #expect(try await refusal("user").contains("continue it with `vmrun resume idle`"))
    }
  }

  @Test func `a forward works from its addition to its removal`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      try await box.must("wait", "web", "--for", "ssh")
      try await box.guest("web", "mkdir -p /tmp/www; echo hello > /tmp/www/index.html; busybox httpd -p 80 -h /tmp/www")
      let added = try object(try await box.must("forward", "add", "web", "0:80", "--format", "json").output)
      let port = try #require(added["hostPort"] as? Int)
      #expect(added["guestPort"] as? Int == 80)
      #expect(try await box.shell("curl -s -m 10 http://127.0.0.1:\(port)/").output == "hello\n")
      let shown = try await box.status("web")["forwards"] as? [[String: Any]]
      #expect(shown?.contains { $0["hostPort"] as? Int == port } == true)

      let again = try await box.vmrun("forward", "add", "web", "\(port):80")
      #expect(again.status == 1)
      #expect(again.error.contains("'web' itself has it"))
      try await box.must("forward", "remove", "web", "0:80")
      #expect(try await box.shell("curl -s -m 10 http://127.0.0.1:\(port)/").status == 7)
      #expect(try await box.vmrun("forward", "remove", "web", "\(port)").status == 1)
    }
  }

  @Test func `the guest sees its cable, and a capture holds what it sends`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      try await box.must("wait", "web", "--for", "ssh")
      let nic = try object(try await box.must("nic", "add", "web", "model=e1000", "user", "--format", "json").output)
      let mac = try #require(nic["mac"] as? String)
      try await waitForAddress(box, mac: mac, address: "10.0.3.15")
      let card = "$(dirname $(grep -l \(mac) /sys/class/net/*/address))"

      let file = box.project + "/a.pcap"
      try await box.must("nic", "capture", "web", "nic1", "a.pcap")
      #expect(try await nics(box).last?["capture"] as? String == file)
      try await box.guest("web", "ping -c 2 10.0.3.2")
      try await box.must("nic", "capture", "web", "nic1", "--stop")
      let bytes = try #require(FileManager.default.contents(atPath: file))
      #expect(bytes.prefix(4) == Data([0xD4, 0xC3, 0xB2, 0xA1]))
      #expect(bytes.count > 24 + 4 * 90)
      var status = stat()
      stat(file, &status)
      #expect(status.st_mode & 0o777 == 0o600)
      #expect(try await box.vmrun("nic", "capture", "web", "nic1", "a.pcap").error.contains("exists already"))
      #expect(FileManager.default.contents(atPath: file) == bytes)

      try await box.must("nic", "link", "web", "nic1", "down")
      #expect(try await nics(box).last?["link"] as? String == "down")
      try await box.wait("the carrier goes") { try await box.guest("web", "cat \(card)/carrier") == "0\n" }
      try await box.must("nic", "link", "web", "nic1", "up")
      try await box.wait("the carrier comes") { try await box.guest("web", "cat \(card)/carrier") == "1\n" }
    }
  }

  @Test func `a card that is plugged and unplugged while the guest boots comes and goes, too`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      try await box.must("nic", "add", "web", "user")
      try await box.must("nic", "add", "web", "user")
      try await box.must("nic", "remove", "web", "nic1", "--timeout", "60")
      try await box.must("wait", "web", "--for", "ssh")
      let mac = try #require(try await nics(box).last?["mac"] as? String)
      #expect(try await ids(nics(box)) == ["nic0", "nic2"])
      try await waitForAddress(box, mac: mac, address: "10.0.4.15")
    }
  }

  @Test func `board pc plugs on its main bus, and microvm says that it cannot`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile("web", "machine: pc\n")
      try await box.must("start", "web")
      try await box.must("wait", "web", "--for", "ssh")
      let nic = try object(try await box.must("nic", "add", "web", "user", "--format", "json").output)
      #expect(nic["port"] is NSNull)
      try await waitForAddress(box, mac: try #require(nic["mac"] as? String), address: "10.0.3.15")
      try await box.must("nic", "remove", "web", "nic1", "--timeout", "30")

      try box.tinyProfile("small", "machine: microvm\n")
      try await box.must("start", "small")
      let refused = try await box.vmrun("nic", "add", "small", "user")
      #expect(refused.status == 69)
      #expect(refused.error.contains("board 'microvm' of 'small' takes no NIC while it runs"))
      let kept = try await box.vmrun("nic", "remove", "small", "nic0")
      #expect(kept.status == 69)
    }
  }

  @Test(.enabled(if: TestHost.canMakeTap, TestHost.withoutTap))
  func `a TAP carries traffic and stays when the card goes`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try box.write(
        """
        set -eux
        ip link set lo up
        ip tuntap add tap0 mode tap
        ip addr add 10.9.0.1/24 dev tap0
        ip link set tap0 up
        vmrun=\(TestHost.vmrun)
        $vmrun start web
        $vmrun wait web --for ssh
        $vmrun nic add web tap ifname=tap0 --format json
        ! $vmrun nic add web model=e1000 tap ifname=tap0
        ! $vmrun nic add web tap ifname=lo
        mac=$($vmrun nic list web | sed -n 's/^nic1 *virtio *\\([0-9a-f:]*\\).*/\\1/p')
        $vmrun ssh web -- "until grep -l $mac /sys/class/net/*/address; do sleep 1; done
          card=\\$(basename \\$(dirname \\$(grep -l $mac /sys/class/net/*/address)))
          ip addr add 10.9.0.2/24 dev \\$card; ip link set \\$card up; ping -c 2 -W 5 10.9.0.1"
        $vmrun nic list web
        $vmrun nic remove web nic1 --timeout 30
        ip link show tap0
        $vmrun nic add web model=e1000 tap ifname=tap0
        $vmrun kill web
        ip link show tap0
        """, "tap.sh")
      let result = try await box.shell("unshare -rnm /bin/sh \(box.root)/tap.sh", timeout: .seconds(200))
      #expect(result.status == 0, "\(result)")
      #expect(result.output.contains(#""attachment": "tap""#))
      #expect(result.output.contains("2 packets received"))
      #expect(result.output.contains("hot-plugged, received "))
      #expect(result.error.contains("'tap0' is in use by another program"))
      #expect(result.error.contains("'lo' is not a TAP interface"))
    }
  }
}
