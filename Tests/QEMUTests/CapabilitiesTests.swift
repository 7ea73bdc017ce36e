import QEMU
import Testing

@Suite("What a QEMU says about itself")
struct CapabilitiesTests {
  @Test func `QEMU 7.2 for x86_64 is understood`() throws {
    let capabilities = try Fixture.capabilities("7.2-x86_64")
    #expect(capabilities.version == QEMUVersion(major: 7, minor: 2, micro: 22))
    #expect(capabilities.accelerators == ["tcg", "kvm"])
    #expect(capabilities.machines.contains("q35"))
    #expect(capabilities.machines.contains("microvm"))
    #expect(capabilities.cpuModels.contains("Skylake-Client-v1"))
    #expect(capabilities.cpuModels.contains("host"))
    #expect(!capabilities.cpuModels.contains("x86"))
    #expect(!capabilities.cpuModels.contains("3dnow"))
    #expect(capabilities.netdevs.prefix(3) == ["socket", "stream", "dgram"])
    #expect(capabilities.displays == ["none", "egl-headless", "curses", "spice-app", "dbus"])
    #expect(capabilities.hasSandbox)
  }

  @Test func `Network cards have their bus and their other name`() throws {
    let models = try Fixture.capabilities("7.2-x86_64").nicModels
    #expect(models.first == NICModel(name: "e1000", bus: "PCI", alias: "e1000-82540em"))
    #expect(models.contains(NICModel(name: "ne2k_isa", bus: "ISA")))
    #expect(models.contains(NICModel(name: "usb-net", bus: "usb-bus")))
    #expect(models.count == 30)
    #expect(!models.contains { $0.name == "cxl-rp" })
  }

  @Test func `QEMU 10 is understood on both architectures`() throws {
    let x86 = try Fixture.capabilities("10.0-x86_64")
    #expect(x86.version == QEMUVersion(major: 10, minor: 0, micro: 13))
    #expect(x86.cpuModels.contains("Haswell-v4"))
    #expect(x86.nicModels.contains(NICModel(name: "igb", bus: "PCI")))
    #expect(!x86.nicModels.contains { $0.name == "pvrdma" })
    let arm = try Fixture.capabilities("10.0-aarch64")
    #expect(arm.accelerators == ["tcg"])
    #expect(arm.machines.contains("virt"))
    #expect(arm.cpuModels == ["cortex-a53", "cortex-a72", "max", "neoverse-n1"])
    #expect(arm.netdevs.contains("user"))
  }

  @Test(
    "A version line is read, whatever the distribution adds",
    arguments: [
      ("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright", "7.2.22"),
      ("QEMU emulator version 10.0.13 (Debian 1:10.0.13+ds-0+deb13u1)\r\n", "10.0.13"),
      ("QEMU emulator version 9.1.0\n", "9.1.0"),
      ("QEMU emulator version 8.2.2 (qemu-8.2.2-1.fc40)", "8.2.2"),
      ("QEMU emulator version 10.0\n", "10.0.0"),
      ("QEMU emulator version 9.2.50 (v9.2.0-1234-gdeadbeef-dirty)", "9.2.50"),
    ])
  func version(text: String, expected: String) {
    #expect(QEMUVersion(versionText: text)?.description == expected)
  }

  @Test(
    "What is no version is none",
    arguments: ["", "qemu-img version 7.2", "QEMU emulator version ", "QEMU emulator version x.y"])
  func noVersion(text: String) { #expect(QEMUVersion(versionText: text) == nil) }

  @Test func `A program that is not QEMU is named as such`() {
    #expect(throws: QEMUError.unavailable("this is not QEMU: '-version' printed 'bash, version 5'")) {
      try QEMUCapabilities(texts: [.version: "bash, version 5\n"])
    }
  }

  @Test func `A QEMU before 7.2 is refused, and 7.2 is not`() {
    #expect(
      QEMUVersion(major: 6, minor: 2, micro: 0).refusal == "QEMU 6.2.0 is too old: vmrun needs 7.2 or newer")
    #expect(QEMUVersion.minimum.refusal == nil)
    #expect(QEMUVersion(major: 10, minor: 0, micro: 0).refusal == nil)
  }

  @Test func `Texts that nobody printed leave lists empty`() throws {
    let texts: [QEMUHelpTopic: String] = [
      .version: "QEMU emulator version 7.2.0", .devices: "name \"", .cpus: "x",
    ]
    let capabilities = try QEMUCapabilities(texts: texts)
    #expect(capabilities == QEMUCapabilities(version: .minimum))
  }
}
