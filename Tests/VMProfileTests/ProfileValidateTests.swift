import Testing
import VMProfile

@Suite struct ProfileValidateTests {
  @Test func `a profile made by a program obeys the rules of a file`() throws {
    let mac = MACAddress("52:54:00:12:34:56")
    let forward = try #require(PortForward(hostPort: 80, guestPort: 80))
    let nic = NIC(model: "a,b", mac: mac, attachment: .user(forwards: [forward]), gateway: .loopback)
    let profile = Profile(
      name: try VMName(parsing: "web"), image: .named("../x"), arch: .aarch64, machine: .pc, cpu: "a,b", smp: 0,
      memory: ByteSize(bytes: 1), nics: [nic, NIC(mac: mac, attachment: .user(forwards: [forward]))],
      ssh: SSHAccess(user: "-oProxyCommand=x"))
    let error = try #require(throws: ProfileError.self) { try profile.validate() }
    let expected: [String] = [
      "profile 'web', image: 'image' is '../x': a name has no '/': use a path instead",
      "profile 'web', cpu: 'cpu' is 'a,b': expected auto or a CPU model such as host, max or Skylake-Client-v1",
      "profile 'web', smp: 'smp' is '0': expected a whole number from 1 to 255",
      "profile 'web', memory: 'memory' is '1B': at least 32M is needed",
      "profile 'web', ssh.user: 'user' is '-oProxyCommand=x': expected a user name: 1 to 32 lower case letters, "
        + "digits, '_' or '-', the first a letter or '_'",
      "profile 'web', nics[0].model: 'model' is 'a,b': expected the model of a NIC such as virtio, e1000 or rtl8139",
      "profile 'web', machine: 'machine' is 'pc', which aarch64 does not have: expected virt",
      "profile 'web', nics[1].mac: 'mac' is '52:54:00:12:34:56', which another NIC has already (profile 'web', "
        + "nics[0].mac)",
      "profile 'web', nics[1].user.forward[0]: 'forward' is '80:80': host port 80/tcp is forwarded already "
        + "(profile 'web', nics[0].user.forward[0])",
      "profile 'web', nics[0].gateway: 'gateway' needs 'address': without a fixed address the guest learns both by "
        + "DHCP",
    ]
    #expect(error.description.split(separator: "\n").map(String.init) == expected)
  }

  @Test func `a change to a profile from a file is named by its line`() throws {
    var profile = try ProfileFixture.parse("image: tiny\nsmp: 2\n")
    try profile.validate()
    profile.smp = 1000
    let error = try #require(throws: ProfileError.self) { try profile.validate() }
    #expect(error.description == "web.yml:2:6: 'smp' is '1000': expected a whole number from 1 to 255")
  }
}
