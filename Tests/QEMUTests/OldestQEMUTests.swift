import Testing
import VMProfile

@testable import QEMU

@Suite("The oldest QEMU that will do")
struct OldestQEMUTests {
  private static let present = QEMUVersion(major: 10, minor: 1, micro: 3)

  private func oldest(_ yaml: String, present: QEMUVersion = present) throws -> String {
    let profile = try Profile(yaml: "image: tiny\n" + yaml, name: VMName(parsing: "web"), file: "web.yml")
    return QEMUVersion.oldest(for: profile, present: present).description
  }

  @Test(arguments: [
    ("", "7.2.0"), ("nics: []", "7.2.0"), ("nics: [{model: e1000, user: }]", "7.2.0"), ("cpu: host", "7.2.0"),
    ("cpu: Skylake-Client-v1", "7.2.0"), ("nics: [{model: igb, user: }]", "8.0.0"), ("cpu: EPYC-Genoa", "8.1.0"),
    ("cpu: SapphireRapids-v1\nnics: [{model: igb, user: }]", "8.0.0"),
    // Nobody knows since when: the one that is there has it.
    ("cpu: Skylake-Client-v9", "10.1.0"), ("nics: [{model: nonesuch, user: }]", "10.1.0"),
    ("qemu_arguments: [-rtc, base=utc]", "10.1.0"),
  ])
  func `what a profile names decides it`(yaml: String, expected: String) throws {
    #expect(try oldest(yaml) == expected)
  }

  @Test func `it is never newer than the one that is there, nor older than vmrun takes`() throws {
    #expect(try oldest("cpu: EPYC-Genoa", present: QEMUVersion(major: 8, minor: 0, micro: 2)) == "8.0.0")
    #expect(try oldest("cpu: nonesuch", present: QEMUVersion(major: 7, minor: 2, micro: 22)) == "7.2.0")
  }

  @Test func `the models that are said to be in the oldest QEMU are in it`() throws {
    let capabilities = try Fixture.capabilities("7.2-x86_64")
    let known = Set(capabilities.nicModels.map(\.name))
    let boards = ["virtio", "virtio-net-device"]
    #expect(ModelHistory.nics.filter { !known.contains($0) && !boards.contains($0) } == [])
    #expect(ModelHistory.laterNICs.keys.filter(known.contains) == [])
  }

  /// The texts on record are cut short in their CPUs.
  @Test(.enabled(if: isOldestThere, "QEMU here is not 7.2"))
  func `the CPUs that are said to be in the oldest QEMU are in it`() throws {
    let cpus = Set(try #require(RealQEMU.x86Capabilities).cpuModels)
    // Those of other architectures.
    let others: Set = ["cortex-a53", "cortex-a57", "cortex-a72", "rv64"]
    #expect(ModelHistory.cpus.filter { !cpus.contains($0) && !others.contains($0) } == [])
    #expect(ModelHistory.laterCPUs.keys.filter(cpus.contains) == [])
  }

  private static var isOldestThere: Bool {
    guard let version = RealQEMU.x86Capabilities?.version else { return false }
    return (version.major, version.minor) == (7, 2)
  }

  @Test(arguments: ["", "7", "7.x", "7.2.2.2", "-7.2", "7.", "99999999.1", "7.2 "])
  func `another text is no release`(text: String) { #expect(QEMUVersion(release: text) == nil) }
}
