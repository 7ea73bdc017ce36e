import JSON
import QEMU
import Testing
import VMProfile

@testable import QEMU

@Suite("Firmware descriptors")
struct UEFIFirmwareTests {
  private func descriptor(_ change: (inout JSONObject) -> Void = { _ in }) throws -> JSONValue {
    var object: JSONObject = [
      "description": "UEFI", "interface-types": ["uefi"],
      "mapping": [
        "device": "flash", "executable": ["filename": "/f/CODE.fd", "format": "raw"],
        "nvram-template": ["filename": "/f/VARS.fd", "format": "qcow2"],
      ],
      "targets": [
        ["architecture": "aarch64", "machines": ["virt-*"]],
        ["architecture": "x86_64", "machines": ["pc-i440fx-*", "pc-q35-*"]],
      ],
      "features": ["acpi-s3", "amd-sev", "verbose-dynamic"], "tags": [],
    ]
    change(&object)
    return .object(object)
  }

  @Test func `a descriptor is read for an architecture`() throws {
    let firmware = try #require(UEFIFirmware(descriptor: try descriptor(), architecture: .x86_64))
    #expect(firmware.code == .init(path: "/f/CODE.fd", format: "raw"))
    #expect(firmware.template == .init(path: "/f/VARS.fd", format: "qcow2"))
    #expect(firmware.machines == ["pc-i440fx-*", "pc-q35-*"])
    #expect(UEFIFirmware(descriptor: try descriptor(), architecture: .aarch64)?.machines == ["virt-*"])
    #expect(UEFIFirmware(descriptor: try descriptor(), architecture: .riscv64) == nil)
  }

  @Test func `firmware of another kind is passed over`() throws {
    func isTaken(_ change: (inout JSONObject) -> Void) throws -> Bool {
      UEFIFirmware(descriptor: try descriptor(change), architecture: .x86_64) != nil
    }
    #expect(try isTaken { _ in })
    #expect(try !isTaken { $0["interface-types"] = ["bios"] })
    for feature in ["secure-boot", "enrolled-keys", "requires-smm"] {
      #expect(try !isTaken { $0["features"] = ["acpi-s3", .string(feature)] })
    }
    let code: JSONValue = ["filename": "/f/CODE.fd", "format": "raw"]
    #expect(try !isTaken { $0["mapping"] = ["device": "memory", "filename": "/f/OVMF.fd"] })
    #expect(try !isTaken { $0["mapping"] = ["device": "flash", "mode": "stateless", "executable": code] })
    #expect(
      try isTaken { $0["mapping"] = ["device": "flash", "mode": "split", "executable": code, "nvram-template": code] })
    let relative: JSONValue = ["filename": "CODE.fd", "format": "raw"]
    #expect(try !isTaken { $0["mapping"] = ["device": "flash", "executable": relative, "nvram-template": code] })
    let unknown: JSONValue = ["filename": "/f/CODE.fd", "format": "vmdk"]
    #expect(try !isTaken { $0["mapping"] = ["device": "flash", "executable": unknown, "nvram-template": code] })
    #expect(UEFIFirmware(descriptor: "nonsense", architecture: .x86_64) == nil)
  }

  @Test func `boards are found by QEMU's names for them`() throws {
    let version = QEMUVersion(major: 7, minor: 2, micro: 22)
    func suits(_ patterns: [String], _ machine: MachineType) -> Bool {
      let file = UEFIFirmware.File(path: "/f", format: "raw")
      return UEFIFirmware(code: file, template: file, machines: patterns).suits(machine, version)
    }
    #expect(suits(["pc-q35-*"], .q35) && !suits(["pc-q35-*"], .pc))
    #expect(suits(["pc-i440fx-*"], .pc) && suits(["pc-q35-7.2"], .q35) && !suits(["pc-q35-9.*"], .q35))
    #expect(suits(["virt"], .virt) && suits(["virt-*"], .virt) && !suits([], .virt))
  }

  @Test(arguments: [
    ("pc-q35-7.2", "pc-q35-*", true), ("pc-q35-7.2", "*", true), ("pc-q35-7.2", "*-7.2", true),
    ("virt", "virt-*", false),
    ("pc-q35-7.2", "pc-*-7.?", true), ("pc-q35-7.2", "pc-*-8.?", false), ("", "", true), ("", "*", true),
    ("a", "", false),
    ("aab", "*ab", true), ("abab", "*ab", true), ("ababc", "*ab", false),
  ])
  func `patterns are those of the shell`(text: String, pattern: String, matches: Bool) {
    #expect(Glob.matches(text[...], pattern[...]) == matches)
  }

  @Test func `a pattern of a hostile file takes no long time`() {
    let text = String(repeating: "a", count: 2000)
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(!Glob.matches(text[...], pattern[...]))
  }
}
