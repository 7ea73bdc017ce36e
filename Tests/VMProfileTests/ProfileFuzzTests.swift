import Testing
import VMProfile

@Suite struct ProfileFuzzTests {
  private static let valid = """
    description: "Every key"
    image: tiny
    arch: x86_64
    machine: q35
    accelerator: auto
    cpu: auto
    smp: 2
    memory: &m 512M
    disk: 4G
    nics:
      - &nic
        model: virtio
        mac: 52:54:00:12:34:56
        user:
          forward: [ssh, "8080:80", "0.0.0.0:53:53/udp"]
        address: 10.0.2.20/24
        gateway: 10.0.2.2
        dns: [10.0.2.3]
      - none
      - {<<: *nic, mac: 52:54:00:12:34:57, user: }
    ssh: {user: root}
    display: none
    """

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `no damage to a profile gets past as a crash or as a mistake without a place`(seed: UInt64) throws {
    #expect(ProfileFixture.mistakes(in: Self.valid) == [])
    var random = YAMLMutation(seed: seed)
    var (accepted, refused) = (0, 0)
    for round in 0..<400 {
      let yaml = random.mutate(Self.valid)
      do {
        let profile = try ProfileFixture.parse(yaml)
        // What is accepted obeys the rules in every single value.
        try profile.validate()
        accepted += 1
      } catch ProfileError.invalid(let diagnostics) {
        refused += 1
        #expect(
          YAMLMutation.arePlaced(diagnostics, in: yaml, file: "web.yml"),
          "seed \(seed), round \(round): \(diagnostics) in \(yaml.debugDescription)")
        #expect(diagnostics.map(\.location) == diagnostics.map(\.location).sorted())
      }
    }
    #expect(accepted > 3)
    #expect(refused > 300)
  }

  @Test func `deep nesting is refused, not followed until the stack ends`() {
    for opening in ["[", "{a: ", "- ", "? "] {
      let yaml = "image: tiny\ndescription:\n  " + String(repeating: opening, count: 20_000)
      #expect(ProfileFixture.mistakes(in: yaml).count == 1, "\(opening)")
    }
  }
}
