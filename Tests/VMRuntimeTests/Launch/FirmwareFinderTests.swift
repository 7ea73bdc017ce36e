import DiskImage
import GLib
import Glibc
import QEMU
import Testing
import VMProfile

@testable import VMRuntime

@Suite("UEFI of the host")
struct FirmwareFinderTests {
  private let folder = FolderOfTest()

  private func descriptor(_ code: String, features: String = "") throws -> String {
    for name in [code, "vars"] { try folder.write("firmware", "files/\(name)") }
    return """
      {"interface-types": ["uefi"], "features": [\(features)],
       "mapping": {"device": "flash",
         "executable": {"filename": "\(folder.path)/files/\(code)", "format": "raw"},
         "nvram-template": {"filename": "\(folder.path)/files/vars", "format": "raw"}},
       "targets": [{"architecture": "riscv64", "machines": ["virt-*"]}]}
      """
  }

  /// For an architecture that no test host has firmware of.
  private func find(preferred: String? = nil) -> [String] {
    let finder = FirmwareFinder(
      architecture: .riscv64, qemu: "\(folder.path)/prefix/bin/qemu", config: "\(folder.path)/config")
    return finder.find(preferred: preferred.map { "\(folder.path)/files/\($0)" })
      .map { String($0.code.path.dropFirst("\(folder.path)/files/".count)) }
      .filter { !$0.contains("/") }
  }

  @Test func `descriptors count in the order of their names, and a user's own hides that of its name`() throws {
    try folder.write("#!/bin/sh", "prefix/bin/qemu")
    try folder.write(try descriptor("b"), "prefix/share/qemu/firmware/60-b.json")
    try folder.write(try descriptor("a"), "prefix/share/qemu/firmware/50-a.json")
    try folder.write(try descriptor("secure", features: "\"secure-boot\""), "prefix/share/qemu/firmware/40-s.json")
    try folder.write("no json", "prefix/share/qemu/firmware/10-x.json")
    try folder.write(try descriptor("text"), "prefix/share/qemu/firmware/11-x.txt")
    #expect(find() == ["a", "b"])
    #expect(find(preferred: "b") == ["b", "a"])
    try folder.write(try descriptor("own"), "config/qemu/firmware/50-a.json")
    #expect(find() == ["own", "b"])
    try folder.write("", "config/qemu/firmware/50-a.json")
    #expect(find() == ["b"])
    unlink("\(folder.path)/files/b")
    #expect(find() == [])
  }
}
