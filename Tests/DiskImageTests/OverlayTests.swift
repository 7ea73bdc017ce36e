import Foundation
import GLib
import Glibc
import HostTool
import JSON
import Testing
import VMProfile

@testable import DiskImage

private let mega: UInt64 = 1 << 20

@Suite(.timeLimit(.minutes(1)))
struct OverlayTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test func `a missing disk is made on top of its image`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let record = try await prepare(base, size: 256 * mega)
    let info = try await QEMUImage.info(sandbox("disk"))
    #expect(info.format == "qcow2")
    #expect(info.backingFile == base)
    #expect(info.backingFormat == "qcow2")
    #expect(info.virtualSize.bytes == 256 * mega)
    #expect(record.size == info.virtualSize)
    #expect(record.base == base)
    #expect(mode("disk") == 0o600)
    #expect(Folder.names(in: sandbox.path) == ["base.qcow2", "disk"])
  }

  @Test func `without a size the disk is as large as its image`() async throws {
    let record = try await prepare(try await sandbox.image("base.raw", format: "raw"), format: "raw", size: nil)
    #expect(record.size.bytes == 64 * mega)
  }

  @Test func `a disk that is as it should be needs no process`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let first = try await prepare(base, size: 256 * mega)
    try await withoutTools {
      #expect(try await prepare(base, size: 256 * mega, first) == first)
      #expect(try await prepare(base, size: nil, first) == first)
      let start = ContinuousClock.now
      for _ in 0..<100 { _ = try await prepare(base, size: nil, first) }
      #expect(ContinuousClock.now - start < .milliseconds(100))
    }
  }

  @Test func `a larger size in the profile grows the disk`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let first = try await prepare(base, size: 128 * mega)
    let second = try await prepare(base, size: 256 * mega, first)
    #expect(second.size.bytes == 256 * mega)
    #expect(try await QEMUImage.info(sandbox("disk")).virtualSize.bytes == 256 * mega)
  }

  @Test func `a smaller size is refused and names both`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let first = try await prepare(base, size: 256 * mega)
    let error = await diskError { try await prepare(base, size: 128 * mega, first) }
    #expect(
      error?.description
        == "the disk \(sandbox("disk")) has 256M, and the profile asks for 128M: a disk only grows; ask for 256M or "
        + "more, or `vmrun delete` the VM (this loses its disk)")
    #expect(try await QEMUImage.info(sandbox("disk")).virtualSize.bytes == 256 * mega)
  }

  @Test(arguments: ["qcow2", "raw"])
  func `a disk smaller than its image is refused`(format: String) async throws {
    let base = try await sandbox.image("base", format: format)
    let error = await diskError { try await prepare(base, format: format, size: 1 * mega) }
    #expect(
      error?.description == "the image \(base) has 64M, and the profile asks for a disk of 1M: ask for 64M or more")
    #expect(FileStatus(sandbox("disk")) == nil)
  }

  @Test func `an odd size is rounded up to sectors and stays so`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let first = try await prepare(base, size: 100 * mega + 1)
    #expect(first.size.bytes == 100 * mega + 512)
    try await withoutTools {
      let second = try await prepare(base, size: 100 * mega + 1, first)
      #expect(second == first)
    }
  }

  @Test func `an image that is gone is said, with the way out`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let first = try await prepare(base, size: nil)
    unlink(base)
    let error = await diskError { try await prepare(base, size: nil, first) }
    #expect(error == .baseMissing(overlay: sandbox("disk"), base: base))
    #expect(error?.description.contains("`vmrun delete` the VM (this loses its disk)") == true)
  }

  @Test func `an image that was written to is said`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let first = try await prepare(base, size: nil)
    try await HostTool.runChecked("qemu-img", ["resize", "-q", base, "128M"])
    let error = await diskError { try await prepare(base, size: nil, first) }
    #expect(error == .baseChanged(overlay: sandbox("disk"), base: base))
  }

  @Test func `another image in the profile is said`() async throws {
    let base = try await sandbox.image("base.qcow2")
    let other = try await sandbox.image("other.qcow2")
    let first = try await prepare(base, size: nil)
    let error = await diskError { try await prepare(other, size: nil, first) }
    #expect(error == .baseReplaced(overlay: sandbox("disk"), recorded: base, wanted: other))
  }

  @Test func `a file that is no overlay is left alone`() async throws {
    let base = try await sandbox.image("base.qcow2")
    try sandbox.write("my thesis", "disk")
    guard case .notAnOverlay? = await diskError({ try await prepare(base, size: nil) }) else {
      Issue.record("it was taken")
      return
    }
    #expect(try await HostTool.run("cat", [sandbox("disk")]).standardOutput == "my thesis")
  }

  @Test func `a create that fails leaves nothing half-made`() async throws {
    // The longest path that a qcow2 can name has 1023 bytes.
    let folder = (0..<5).map { _ in String(repeating: "x", count: 200) }.joined(separator: "/")
    let base = try await sandbox.image("\(folder)/base.qcow2")
    let error = await diskError { try await prepare(base, size: nil) }
    #expect(error?.description.contains("its path has more than 1023 bytes") == true)
    #expect(Folder.names(in: sandbox.path) == [String(repeating: "x", count: 200)])
  }

  @Test(arguments: [1, 512 * mega, 512 * mega + 512, 10 << 30, 64 << 40] as [UInt64])
  func `a new disk is one that qemu-img takes, of any size`(size: UInt64) async throws {
    let base = try await sandbox.image("base.raw", format: "raw", size: "512")
    try await withoutTools { _ = try await prepare(base, format: "raw", size: size) }
    let info = try await QEMUImage.info(sandbox("disk"))
    #expect(info.virtualSize == ByteSize(bytes: size).roundedToSectors)
    #expect(info.backingFile == base && info.backingFormat == "raw")
    try await QEMUImage.check(sandbox("disk"))
    let last = info.virtualSize.bytes - 512
    try await HostTool.runChecked(
      "qemu-io", ["-f", "qcow2", "-c", "write -P 5 \(last) 512", "-c", "read -P 5 \(last) 512", sandbox("disk")])
    try await QEMUImage.check(sandbox("disk"))
  }

  @Test func `left-overs of a killed create are removed by the next`() async throws {
    let base = try await sandbox.image("base.qcow2")
    try sandbox.write("half", TemporaryName.lastComponent(of: TemporaryName.beside(sandbox("disk"))))
    try sandbox.write("half", TemporaryName.lastComponent(of: TemporaryName.beside(sandbox("other"))))
    _ = try await prepare(base, size: nil)
    #expect(Folder.names(in: sandbox.path).filter { $0.hasPrefix(TemporaryName.marker) }.count == 1)
  }

  @Test func `a record survives its JSON`() async throws {
    let record = try await prepare(try await sandbox.image("base.qcow2"), size: nil)
    #expect(try JSONDecoder().decode(OverlayRecord.self, from: JSONEncoder().encode(record)) == record)
  }

  private func prepare(
    _ base: String, format: String = "qcow2", size: UInt64?, _ recorded: OverlayRecord? = nil
  ) async throws -> OverlayRecord {
    try await Overlay.prepare(
      at: sandbox("disk"), base: base, baseFormat: format, size: size.map { ByteSize(bytes: $0) }, recorded: recorded)
  }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    stat(sandbox(name), &status)
    return status.st_mode & 0o777
  }
}
