import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct DiskFileTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func reason(_ name: String, _ format: DiskFormat? = nil, isReadOnly: Bool = false) async -> String? {
    let error = await diskError { try DiskFile.check(sandbox(name), format: format, isReadOnly: isReadOnly) }
    guard case .unreadableImage(let path, let reason)? = error else { return nil }
    #expect(path == sandbox(name))
    return reason
  }

  @Test func `a qcow2 is known by its header, a raw disk by what the profile says`() async throws {
    let qcow2 = try await sandbox.image("a.qcow2", size: "3M")
    let raw = try await sandbox.image("a.img", format: "raw", size: "2M")
    #expect(try DiskFile.check(qcow2, format: nil, isReadOnly: false).bytes == 3 << 20)
    #expect(try DiskFile.check(qcow2, format: .qcow2, isReadOnly: true).bytes == 3 << 20)
    #expect(try DiskFile.check(raw, format: .raw, isReadOnly: false).bytes == 2 << 20)
    #expect(await reason("a.img") == "it is no qcow2; if it is a raw disk, write `format: raw`")
    #expect(await reason("a.img", .qcow2) == "it is no qcow2, as `format` says")
  }

  @Test func `a header that leads to another file of the host is refused`() async throws {
    let base = try await sandbox.image("base.qcow2")
    try await QEMUImage.createOverlay(at: sandbox("over"), backing: base, backingFormat: "qcow2", size: nil)
    #expect(
      await reason("over")
        == "it stands on another image, \(base); make one file of both with `qemu-img convert -O qcow2 FROM TO`")
    try await HostTool.runChecked(
      "qemu-img",
      ["create", "-q", "-f", "qcow2", "-o", "data_file=\(sandbox("data"))", sandbox("outside"), "1M"])
    #expect(
      await reason("outside")
        == "its data are in another file; make one of both with `qemu-img convert -O qcow2 FROM TO`")
  }

  @Test func `a header that claims exabytes is refused`() async throws {
    let path = try await sandbox.image("a.qcow2")
    let file = open(path, O_WRONLY)
    let size: [UInt8] = [0x40, 0, 0, 0, 0, 0, 0, 0]
    #expect(pwrite(file, size, 8, 24) == 8)
    close(file)
    #expect(
      await reason("a.qcow2") == "its header claims 4611686018427387904 bytes, and vmrun takes at most 64T")
  }

  @Test func `what is no file of a disk is refused`() async throws {
    #expect(await reason("missing") == "No such file or directory")
    _ = try sandbox.folder("folder")
    #expect(await reason("folder") == "it is a folder")
    mkfifo(sandbox("pipe"), 0o600)
    #expect(await reason("pipe", .raw) == "it is not a regular file")
    try sandbox.write("short", "short")
    #expect(await reason("short", .raw) == "it has 5 bytes, and a raw disk has whole sectors of 512")
    try sandbox.write("", "empty")
    #expect(
      await diskError { try DiskFile.checkReadable(sandbox("empty")) }
        == .unreadableImage(path: sandbox("empty"), reason: "it is empty"))
  }
}
