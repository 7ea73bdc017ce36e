import Foundation
import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct EFISystemPartitionTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let efi: [UInt8] = [
    0x28, 0x73, 0x2A, 0xC1, 0x1F, 0xF8, 0xD2, 0x11, 0xBA, 0x4B, 0x00, 0xA0, 0xC9, 0x3E, 0xC9, 0x3B,
  ]

  /// A raw disk of 1 MiB with some bytes at some places.
  private func disk(_ name: String, _ parts: [(Int, [UInt8])]) throws -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    for (offset, part) in parts { bytes.replaceSubrange(offset..<offset + part.count, with: part) }
    try Data(bytes).write(to: URL(filePath: sandbox(name)))
    return sandbox(name)
  }

  /// A GUID table whose fifth entry has a type; its entries begin in sector 2.
  private func table(_ type: [UInt8]) -> [(Int, [UInt8])] {
    [
      (450, [0xEE]), (510, [0x55, 0xAA]), (512, Array("EFI PART".utf8)), (512 + 72, [2]), (512 + 80, [128]),
      (512 + 84, [128]), (1024 + 4 * 128, type),
    ]
  }

  @Test func `a partition table says whether UEFI finds something`() throws {
    func exists(_ name: String, _ parts: [(Int, [UInt8])]) throws -> Bool? {
      EFISystemPartition.exists(on: try disk(name, parts), format: "raw")
    }
    #expect(try exists("empty", []) == false)
    #expect(try exists("gpt", table(Self.efi)) == true)
    #expect(try exists("linux", table([0xAF] + Self.efi.dropFirst())) == false)
    #expect(try exists("mbr", [(450, [0x83]), (510, [0x55, 0xAA])]) == false)
    #expect(try exists("mbr-efi", [(450, [0x83]), (466, [0xEF]), (510, [0x55, 0xAA])]) == true)
    #expect(try exists("floppy", [(82, Array("FAT32".utf8)), (510, [0x55, 0xAA])]) == true)
    // Sizes that no program writes.
    #expect(try exists("odd", table(Self.efi) + [(512 + 84, [1, 0, 0, 0])]) == nil)
    #expect(try exists("far", table(Self.efi) + [(512 + 72, [0, 0, 0, 0, 0, 0, 0, 0x70])]) == nil)
    #expect(EFISystemPartition.exists(on: sandbox("none"), format: "raw") == nil)
  }

  @Test func `it is seen through a qcow2 and what lies below it`() async throws {
    let raw = try disk("gpt.raw", table(Self.efi))
    func run(_ words: String...) async throws { try await HostTool.runChecked("qemu-img", words) }
    try await run("convert", "-f", "raw", "-O", "qcow2", raw, sandbox("base.qcow2"))
    try await run("create", "-q", "-f", "qcow2", "-b", sandbox("base.qcow2"), "-F", "qcow2", sandbox("over.qcow2"))
    try await run("create", "-q", "-f", "qcow2", "-b", raw, "-F", "raw", sandbox("over-raw.qcow2"))
    try await run("convert", "-c", "-f", "raw", "-O", "qcow2", raw, sandbox("packed.qcow2"))
    func exists(_ name: String) -> Bool? { EFISystemPartition.exists(on: sandbox(name), format: "qcow2") }
    #expect(exists("base.qcow2") == true && exists("over.qcow2") == true && exists("over-raw.qcow2") == true)
    #expect(exists("packed.qcow2") == nil)
    #expect(exists("gpt.raw") == nil)
    _ = try await sandbox.image("blank.qcow2")
    #expect(exists("blank.qcow2") == false)
    // An image that stands on itself comes to an end.
    try await run("rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", sandbox("over.qcow2"), sandbox("over.qcow2"))
    #expect(exists("over.qcow2") == nil)
  }
}
