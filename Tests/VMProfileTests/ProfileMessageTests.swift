import Testing
import VMProfile

/// A profile with mistakes, and all that is said about it.
struct FaultyProfile: CustomTestStringConvertible, Sendable {
  let yaml: String
  let mistakes: [String]

  init(_ yaml: String, _ mistakes: String...) {
    self.yaml = yaml
    self.mistakes = mistakes.map { "web.yml:" + $0 }
  }

  var testDescription: String { yaml.debugDescription }
}

@Suite struct ProfileMessageTests {
  private static let imageExpectation =
    "expected the name of an image such as tiny, or a path with a '/' such as ./disk.qcow2"
  private static let topKeys =
    "description, extends, image, arch, machine, accelerator, cpu, smp, memory, disk, nics, ssh, display, firmware, boot, "
    + "kernel, initrd, append, disks, cdrom, shares, qemu_arguments and cloud_init"

  @Test(arguments: [
    FaultyProfile("", "1:1: the profile is empty: it needs at least `image:`"),
    FaultyProfile("# nothing\n---\n", "1:1: the profile is empty: it needs at least `image:`"),
    FaultyProfile("just words\n", "1:1: expected keys and values such as `image: tiny`, found 'just words'"),
    FaultyProfile("- image: tiny\n", "1:1: expected keys and values such as `image: tiny`, found a list"),
    FaultyProfile("memory: 1G\n", "1:1: 'image' is missing: \(imageExpectation)"),
    FaultyProfile("image:\n", "1:1: 'image' has no value: \(imageExpectation)"),
    FaultyProfile(
      "image: tiny\n---\nimage: tiny\n",
      "3:1: a second document begins here: a file holds one profile, without '---' lines between"),
    FaultyProfile("image: tiny\nmemroy: 1G\n", "2:1: unknown key 'memroy': did you mean 'memory'?"),
    FaultyProfile("image: tiny\ncpus: 2\n", "2:1: unknown key 'cpus': did you mean 'smp'?"),
    FaultyProfile("image: tiny\nzzz: 2\n", "2:1: unknown key 'zzz': the keys here are \(topKeys)"),
    FaultyProfile(
      "image: tiny\nname: web\n", "2:1: a profile has no key 'name': the file's name is the machine's name"),
    FaultyProfile("image: tiny\nmac: x\n", "2:1: unknown key 'mac' here: it belongs in an entry of 'nics'"),
    FaultyProfile(
      "image: tiny\nuser: x\n", "2:1: unknown key 'user' here: it belongs in an entry of 'nics', 'ssh' or 'cloud_init'"),
    FaultyProfile("image: tiny\nssh: {zzz: x}\n", "2:7: unknown key 'zzz': the only key here is 'user'"),
    FaultyProfile("? [a]\n: b\nimage: tiny\n", "1:3: a key is one word, found a list"),
    FaultyProfile("image: tiny\nsmp: 2\nsmp: 2\n", "3:1: the key 'smp' is written twice: first at web.yml:2:1"),
  ])
  func `a mistake in the keys is named with its place`(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }

  @Test(arguments: [
    FaultyProfile("image: tiny\nmemory: [1G]\n", "2:9: 'memory': expected a size such as 512M, found a list"),
    FaultyProfile("image: tiny\nsmp: {a: 1}\n", "2:6: 'smp': expected a whole number from 1 to 255, found a mapping"),
    FaultyProfile("image: tiny\nmemory:\n", "2:1: 'memory' has no value: expected a size such as 512M"),
    FaultyProfile(
      "image: tiny\nmemory: 512\n",
      "2:9: 'memory' is '512': a size needs a unit: write 512M, or K, G or T in place of M"),
    FaultyProfile("image: tiny\nmemory: 16M\n", "2:9: 'memory' is '16M': at least 32M is needed"),
    FaultyProfile("image: tiny\nmemory: 33000K\n", "2:9: 'memory' is '33000K': expected a multiple of 1M"),
    FaultyProfile("image: tiny\ndisk: 1023K\n", "2:7: 'disk' is '1023K': at least 1M is needed"),
    FaultyProfile("image: tiny\ndisk: 2097153B\n", "2:7: 'disk' is '2097153B': expected a multiple of 512B"),
    FaultyProfile(
      "image: tiny\naccelerator: kmv\n",
      "2:14: 'accelerator' is 'kmv': expected auto, kvm or tcg; did you mean 'kvm'?"),
    FaultyProfile(
      "image: tiny\narch: arm64\n",
      "2:7: 'arch' is 'arm64': expected x86_64, aarch64 or riscv64; did you mean 'aarch64'?"),
    FaultyProfile("image: tiny\nmachine: i440\n", "2:10: 'machine' is 'i440': expected q35, pc, microvm or virt"),
    FaultyProfile(
      "image: tiny\narch: aarch64\nmachine: microvm\n",
      "3:10: 'machine' is 'microvm', which aarch64 does not have: expected virt"),
    FaultyProfile(
      "image: tiny\nmachine: virt\narch: x86_64\n",
      "2:10: 'machine' is 'virt', which x86_64 does not have: expected q35, pc or microvm"),
    FaultyProfile(
      "image: tiny\ncpu: host,+vmx\n",
      "2:6: 'cpu' is 'host,+vmx': expected auto or a CPU model such as host, max or Skylake-Client-v1"),
    FaultyProfile(
      "image: tiny\ndescription: \"\\e[31m\"\n",
      "2:14: 'description' is '\\u{1b}[31m': a text has no control characters"),
    FaultyProfile("image: tiny\nssh: root\n", "2:6: 'ssh': expected a mapping such as {user: root}, found 'root'"),
    FaultyProfile(
      "image: tiny\nssh: {user: -x}\n",
      "2:13: 'user' is '-x': expected a user name: 1 to 32 lower case letters, digits, '_' or '-', the first a letter "
        + "or '_'"),
  ])
  func `a wrong value is named with what was expected`(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }

  @Test(arguments: [
    FaultyProfile("image: tiny\nnics:\n\t- user\n", "3:1: not YAML: indent with spaces, not with tabs"),
    FaultyProfile("image: tiny\nnics: [user\n", "2:7: not YAML: what begins here has no end"),
    FaultyProfile("image: \"tiny\n", "1:8: not YAML: what begins here has no end"),
    FaultyProfile("image: tiny\r\nnics: [\r\n\r\n", "2:7: not YAML: the file ends here, where more is expected"),
    FaultyProfile("image: @x\n", "1:8: not YAML: a value that begins with '@' needs quotes"),
    FaultyProfile("image: *x\n", "1:8: not YAML: no anchor '&' of this name comes before the alias"),
    FaultyProfile(
      "image: tiny\ndescription: a: b\n",
      "2:15: not YAML: this ':' has no place here: is the line before it complete and the indentation right? A value "
        + "that holds ': ' needs quotes"),
    FaultyProfile("image: tiny\nsmp: \u{7}\n", "2:6: not YAML: control characters are not allowed, found U+0007"),
    FaultyProfile("image: é\r\nsmp: \u{0}\n", "2:6: not YAML: control characters are not allowed, found U+0000"),
    FaultyProfile(
      String(repeating: "#", count: 1 << 20) + "\n", "1:1: the file is larger than 1M: this is not a profile"),
  ])
  func `text that is not YAML is explained at its place`(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml) == profile.mistakes)
  }

  @Test func `all mistakes are reported at once, in the order of lines`() {
    let yaml = """
      imge: tiny
      memory: 512
      smp: many
      memory: 1G
      nics:
        - user: {forward: ["8080:80", 9]}
          none:
        - model: e1000
          user: {forward: "8080:81"}
      memory: 2G
      ssh: {user: root, usr: x}
      """
    #expect(
      ProfileFixture.mistakes(in: yaml) == [
        "web.yml:1:1: 'image' is missing: \(Self.imageExpectation)",
        "web.yml:1:1: unknown key 'imge': did you mean 'image'?",
        "web.yml:2:9: 'memory' is '512': a size needs a unit: write 512M, or K, G or T in place of M",
        "web.yml:3:6: 'smp' is 'many': expected a whole number from 1 to 255",
        "web.yml:4:1: the key 'memory' is written twice: first at web.yml:2:1",
        "web.yml:6:33: 'forward' is '9': a forward has two ports, the host's and the guest's: write 0:9 or 9:9",
        "web.yml:7:5: 'none' is a second attachment: a NIC has one, and 'user' is there already (web.yml:6:5)",
        "web.yml:9:21: 'forward' is '8080:81': host port 8080/tcp is forwarded already (web.yml:6:22)",
        "web.yml:10:1: the key 'memory' is written twice: first at web.yml:2:1",
        "web.yml:11:19: unknown key 'usr': did you mean 'user'?",
      ])
  }

  @Test func `a repeated key is found in every mapping and spelling`() {
    let yaml = "image: tiny\n\"smp\": 2\n'smp': 3\nsmp: 4\nnics: [{user: , é: 1, user: }]\n"
    #expect(
      ProfileFixture.mistakes(in: yaml) == [
        "web.yml:3:1: the key 'smp' is written twice: first at web.yml:2:1",
        "web.yml:4:1: the key 'smp' is written twice: first at web.yml:2:1",
        "web.yml:5:17: unknown key 'é': the keys here are model, mac, user, passt, tap, network, socket, vde, none, "
          + "address, gateway and dns",
        "web.yml:5:23: the key 'user' is written twice: first at web.yml:5:9",
      ])
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\n&a smp: 2\nsmp: 4\n")
        == ["web.yml:3:1: the key 'smp' is written twice: first at web.yml:2:1"])
  }

  @Test func `a mistake that two aliases share is told once`() {
    #expect(
      ProfileFixture.mistakes(in: "image: tiny\nnics: [&a {user: , modell: x}, *a, {<<: *a}]\n")
        == ["web.yml:2:20: unknown key 'modell': did you mean 'model'?"])
  }
}
