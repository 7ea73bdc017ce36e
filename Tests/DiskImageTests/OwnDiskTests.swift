import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

private let mega: UInt64 = 1 << 20

@Suite(.timeLimit(.minutes(1)))
struct OwnDiskTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func prepare(_ megabytes: UInt64) async throws -> ByteSize {
    try await OwnDisk.prepare(at: sandbox("disk"), size: ByteSize(bytes: megabytes * mega))
  }

  @Test func `a disk is made once, kept and grown`() async throws {
    #expect(try await prepare(64).bytes == 64 * mega)
    try await HostTool.runChecked("qemu-io", ["-c", "write -P 7 1M 64k", "-f", "qcow2", sandbox("disk")])
    try await withoutTools {
      let size = try await prepare(64)
      #expect(size.bytes == 64 * mega)
    }
    #expect(try await prepare(128).bytes == 128 * mega)
    #expect(try await QEMUImage.info(sandbox("disk")).virtualSize.bytes == 128 * mega)
    let read = try await HostTool.run("qemu-io", ["-c", "read -P 7 1M 64k", "-f", "qcow2", sandbox("disk")])
    #expect(!read.standardOutput.contains("Pattern verification failed"))
    #expect(Folder.names(in: sandbox.path) == ["disk"])
  }

  @Test func `a smaller size and another kind of file are refused`() async throws {
    _ = try await prepare(64)
    #expect(
      await diskError { try await prepare(32) }
        == .wouldShrink(
          path: sandbox("disk"), current: ByteSize(bytes: 64 * mega), wanted: ByteSize(bytes: 32 * mega)))
    let base = try await sandbox.image("base.qcow2")
    unlink(sandbox("disk"))
    try await QEMUImage.createOverlay(at: sandbox("disk"), backing: base, backingFormat: "qcow2", size: nil)
    #expect(
      await diskError { try await prepare(64) }
        == .notAnOverlay(
          path: sandbox("disk"), reason: "it stands on the image \(base), and the profile names none"))
    try sandbox.write("text", "disk")
    #expect(
      await diskError { try await prepare(64) }
        == .notAnOverlay(path: sandbox("disk"), reason: "it does not start as a qcow2"))
  }

  @Test func `a create that fails leaves nothing half-made`() async throws {
    try await sandbox.withTool(
      "qemu-img", "#!/bin/sh\nfor word; do case $word in /*) echo half >\"$word\";; esac; done\nexit 1\n"
    ) {
      #expect(await diskError { try await prepare(64) } != nil)
    }
    #expect(Folder.names(in: sandbox.path) == ["bin"])
  }
}
