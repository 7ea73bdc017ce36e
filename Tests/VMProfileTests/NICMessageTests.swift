import Testing
import VMProfile

@Suite struct NICMessageTests {
  /// The mistakes of a profile whose list of cards begins on line 3.
  private func mistakes(_ nics: String) -> [String] {
    ProfileFixture.mistakes(in: "image: tiny\nnics:\n\(nics)\n")
  }

  @Test func `a list of cards is a list`() {
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nnics: user\n")
        == ["web.yml:2:7: 'nics': expected a list of NICs, found 'user'"])
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nnics: {user: }\n")
        == ["web.yml:2:7: 'nics': expected a list of NICs, found a mapping: begin each NIC with '- '"])
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nnics:\n")
        == ["web.yml:2:1: 'nics' has no value: expected a list of NICs, or [] for none"])
    #expect(mistakes(String(repeating: "- none\n", count: 32)) == [])
    #expect(
      mistakes(String(repeating: "- none\n", count: 33))
        == ["web.yml:3:1: 'nics' has 33 entries: a machine has at most 32 NICs"])
  }

  @Test func `a card has exactly one attachment`() {
    #expect(
      mistakes("- model: e1000") == [
        "web.yml:3:3: the NIC has no attachment: add `user:`, `passt:`, `tap:`, `network:`, `socket:`, `vde:` or `none:`"
      ])
    #expect(
      mistakes("- none:\n  user:") == [
        "web.yml:4:3: 'user' is a second attachment: a NIC has one, and 'none' is there already (web.yml:3:3)"
      ])
    #expect(mistakes("- usr:") == ["web.yml:3:3: unknown key 'usr': did you mean 'user'?"])
    #expect(mistakes("- nat:") == ["web.yml:3:3: unknown key 'nat': did you mean 'user'?"])
  }

  @Test func `an entry that is no card says what one looks like`() {
    #expect(
      mistakes("- usr")
        == [
          "web.yml:3:3: 'usr' is not a NIC: expected user, passt, tap, none or {model: virtio, user: }; did you mean "
            + "'user'?"
        ])
    #expect(
      mistakes("- [user]") == ["web.yml:3:3: expected a NIC such as {model: virtio, user: }, found a list"])
    #expect(mistakes("-") == ["web.yml:3:2: expected a NIC such as {model: virtio, user: }, found nothing"])
  }

  @Test func `what an attachment is told has the right shape`() {
    #expect(
      mistakes("- user: [ssh]")
        == ["web.yml:3:9: 'user': expected nothing, or a mapping such as {forward: [ssh]}, found a list"])
    #expect(mistakes("- none: false") == ["web.yml:3:9: 'none': expected nothing, found 'false'"])
    let forward = "a forward such as 8080:80 (host port, guest port), 0.0.0.0:53:53/udp or ssh"
    #expect(
      mistakes("- user: {forward: [{a: b}, ~]}") == [
        "web.yml:3:20: 'forward': expected \(forward), found a mapping",
        "web.yml:3:28: 'forward': expected \(forward), found nothing",
      ])
  }

  @Test func `a model is one word, so that nothing reaches QEMU's options`() {
    #expect(
      mistakes("- {model: \"e1000,mac=1\", user: }")
        == ["web.yml:3:11: 'model' is 'e1000,mac=1': expected the model of a NIC such as virtio, e1000 or rtl8139"])
  }

  @Test func `two cards do not share an address`() {
    #expect(
      mistakes("- {user: , mac: 52:54:00:12:34:56}\n- {none: , mac: 52-54-00-12-34-56}")
        == ["web.yml:4:17: 'mac' is '52:54:00:12:34:56', which another NIC has already (web.yml:3:17)"])
    #expect(
      mistakes("- {user: , mac: 53:54:00:12:34:56}") == [
        "web.yml:3:17: 'mac' is '53:54:00:12:34:56': this is a multicast address: the first octet must be even"
      ])
  }

  @Test func `a port of the host is forwarded once, across all cards`() {
    #expect(
      mistakes("- user: {forward: \"80:1\"}\n- user: {forward: [\"80:1/udp\", \"0.0.0.0:80:2\"]}")
        == ["web.yml:4:32: 'forward' is '0.0.0.0:80:2': host port 80/tcp is forwarded already (web.yml:3:19)"])
    #expect(mistakes("- user: {forward: [ssh, ssh, \"0:80\", \"10.0.0.1:80:1\", \"80:1\"]}") == [])
  }

  @Test func `a fixed network setting hangs together`() {
    let dhcp = "without a fixed address the guest learns both by DHCP"
    #expect(
      mistakes("- user:\n  gateway: 10.0.0.1\n  dns: 10.0.0.1") == [
        "web.yml:4:3: 'gateway' needs 'address': \(dhcp)", "web.yml:5:3: 'dns' needs 'address': \(dhcp)",
      ])
    #expect(
      mistakes("- {user: , address: 10.0.0.5/24, gateway: 10.0.1.1}") == [
        "web.yml:3:43: 'gateway' is '10.0.1.1', which is outside 10.0.0.0/24, the network of 'address'"
      ])
    #expect(
      mistakes("- {user: , address: 10.0.0.5/24, gateway: 10.0.0.5}")
        == ["web.yml:3:43: 'gateway' is '10.0.0.5', which is the guest's own 'address'"])
    #expect(
      mistakes("- {user: , address: 10.0.0.0/24}") == [
        "web.yml:3:21: 'address' is '10.0.0.0/24', which is the address of the network itself: write that of the guest"
      ])
    #expect(
      mistakes("- {user: , address: 10.0.0.255/24}") == [
        "web.yml:3:21: 'address' is '10.0.0.255/24', which is the address of all hosts of the network (broadcast): "
          + "write that of the guest"
      ])
    #expect(mistakes("- {user: , address: 10.0.0.0/31, gateway: 10.0.0.1}") == [])
    // A mistake in the address is not followed by one about its absence.
    #expect(mistakes("- {user: , address: x, gateway: 10.0.0.1}").count == 1)
  }
}
