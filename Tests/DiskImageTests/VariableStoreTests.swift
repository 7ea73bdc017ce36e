import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct VariableStoreTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func prepare(_ template: String, _ format: String = "raw") async throws {
    try await VariableStore.prepare(at: sandbox("vars"), template: template, format: format)
  }

  @Test(arguments: ["raw", "qcow2"])
  func `a store is a copy of the template, and kept`(format: String) async throws {
    let template = try await sandbox.image("template", format: format, size: "528K")
    try await HostTool.runChecked("qemu-io", ["-f", format, "-c", "write -P 9 0 64k", template])
    try await prepare(template, format)
    let info = try await QEMUImage.info(sandbox("vars"))
    #expect(info.format == "qcow2" && info.backingFile == nil && info.virtualSize.bytes == 528 << 10)
    let read = try await HostTool.run("qemu-io", ["-c", "read -P 9 0 64k", "-f", "qcow2", sandbox("vars")])
    #expect(!read.standardOutput.contains("Pattern verification failed"))
    try await withoutTools { try await prepare(template, format) }
    #expect(Folder.names(in: sandbox.path) == ["template", "vars"])
  }

  @Test func `a store of another firmware is refused, and stays`() async throws {
    try await prepare(try await sandbox.image("template", format: "raw", size: "528K"))
    let other = try await sandbox.image("other", format: "raw", size: "128K")
    #expect(
      await diskError { try await prepare(other) }
        == .file(
          "the UEFI variables in \(sandbox("vars")) (540672 bytes) were made for another firmware than that of \(other) "
            + "(131072 bytes): install the old one again, or remove the file, which loses them"))
    #expect(try await QEMUImage.info(sandbox("vars")).virtualSize.bytes == 528 << 10)
  }
}
