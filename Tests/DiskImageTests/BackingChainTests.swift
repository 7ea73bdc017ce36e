import Foundation
import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

/// Headers of strangers' files, as far as they ask for other files or for more than there is.
@Suite(.timeLimit(.minutes(1)))
struct BackingChainTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func refusal(_ path: String, folders: [String] = []) -> String? {
    do throws(DiskImageError) {
      try BackingChain.check(path, folders: folders)
      return nil
    } catch { return error.description.replacingOccurrences(of: sandbox.path, with: "BOX") }
  }

  /// A qcow2 whose header names a file, whatever is there.
  private func image(_ name: String, below: String, format: String? = "raw") async throws -> String {
    let path = try await sandbox.image(name)
    try await HostTool.runChecked(
      "qemu-img", ["rebase", "-u", "-f", "qcow2"] + (format.map { ["-F", $0] } ?? []) + ["-b", below, path])
    return path
  }

  private func patch(_ path: String, _ offset: Int, _ bytes: [UInt8]) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.seek(toOffset: UInt64(offset))
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  @Test func `an image alone, and a chain in one folder or the store, are taken`() async throws {
    let base = try await sandbox.image("base.qcow2")
    #expect(try BackingChain.check(base, folders: []) == [base])
    let upper = try await image("upper.qcow2", below: "base.qcow2", format: "qcow2")
    #expect(try BackingChain.check(upper, folders: []) == [upper, base])
    let stored = try await sandbox.image("store/disk.qcow2")
    let own = try await image("own/mine.qcow2", below: stored, format: "qcow2")
    #expect(try BackingChain.check(own, folders: [sandbox("store")]) == [own, stored])
    #expect(
      refusal(own)?.contains("its backing file is BOX/store/disk.qcow2, and only files in the image's own folder")
        == true)
    let raw = try await sandbox.image("disk.raw", format: "raw")
    #expect(try BackingChain.check(raw, folders: []) == [raw])
  }

  @Test func `a backing file of the host is refused`() async throws {
    for (name, below) in [("a", "/etc/shadow"), ("b", "../../../../../../etc/passwd"), ("c", "/proc/self/mem")] {
      let said = refusal(try await image("\(name).qcow2", below: below))
      #expect(
        said?.hasPrefix("cannot use the image BOX/\(name).qcow2: its backing file is /") == true, "\(said ?? "taken")")
    }
    // By a link beside it.
    #expect(symlink("/etc/passwd", sandbox("link")) == 0)
    let linked = refusal(try await image("d.qcow2", below: "link"))
    #expect(linked?.contains("its backing file is /etc/passwd, and only files") == true, "\(linked ?? "taken")")
    for below in [
      "json:{\"driver\":\"file\",\"filename\":\"/etc/shadow\"}", "nbd:localhost:10809", "fat:rw:/etc", "fd:0",
    ] {
      let path = try await sandbox.image("protocol.qcow2")
      try await HostTool.runChecked(
        "qemu-img", ["create", "-q", "-f", "qcow2", "-u", "-b", below, "-F", "raw", path, "1M"])
      #expect(refusal(path)?.contains("its backing file is not a file") == true, "\(below)")
    }
    #expect(
      refusal(try await image("e.qcow2", below: "none"))?.contains("its backing file BOX/none is not there") == true)
  }

  @Test func `the second image of a chain is looked at, too`() async throws {
    _ = try await image("middle.qcow2", below: "/etc/shadow")
    let top = try await image("top.qcow2", below: "middle.qcow2", format: "qcow2")
    #expect(refusal(top)?.hasPrefix("cannot use the image BOX/middle.qcow2: its backing file is /etc/shadow") == true)
    // Taken for raw its header is nothing but bytes.
    let raw = try await image("raw.qcow2", below: "middle.qcow2", format: "raw")
    #expect(refusal(raw) == nil)
  }

  @Test func `a format that QEMU would have to guess is refused, unless it is a qcow2`() async throws {
    _ = try await sandbox.image("base.raw", format: "raw")
    let path = try await sandbox.image("own.qcow2")
    // qemu-img writes no header without a format any more; old ones are like this.
    let name = Array("base.raw".utf8)
    try patch(path, 8, [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, UInt8(name.count)])
    try patch(path, 512, name)
    #expect(refusal(path)?.contains("it does not say what format its backing file BOX/base.raw has") == true)
    _ = try await sandbox.image("base.raw", format: "qcow2")
    #expect(refusal(path) == nil)
    let vmdk = try await image("vmdk.qcow2", below: "base.raw", format: "vmdk")
    #expect(refusal(vmdk)?.contains("its backing file has the format vmdk, and vmrun takes qcow2 and raw") == true)
  }

  @Test func `a chain that goes round or never ends is refused`() async throws {
    let own = try await image("own.qcow2", below: "own.qcow2", format: "qcow2")
    #expect(refusal(own)?.contains("an image below it is itself") == true)
    var last = try await sandbox.image("0.qcow2")
    for number in 1...17 { last = try await image("\(number).qcow2", below: "\(number - 1).qcow2", format: "qcow2") }
    #expect(refusal(last)?.contains("more than 16 images lie below it") == true)
    #expect(BackingChain.files(last).count <= 18)
  }

  @Test func `data in another file are refused`() async throws {
    try await HostTool.runChecked(
      "qemu-img", ["create", "-q", "-f", "qcow2", "-o", "data_file=\(sandbox("data.raw"))", sandbox("own.qcow2"), "1M"])
    #expect(refusal(sandbox("own.qcow2"))?.contains("its data are in another file") == true)
    // The name alone, without the bit that goes with it.
    try patch(sandbox("own.qcow2"), 72, [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(refusal(sandbox("own.qcow2"))?.contains("its data are in another file") == true)
  }

  @Test func `a header that claims exabytes is refused, with the number`() async throws {
    let path = try await sandbox.image("own.qcow2")
    try patch(path, 24, [0x10, 0, 0, 0, 0, 0, 0, 0])
    #expect(
      refusal(path) == "cannot use the image BOX/own.qcow2: its header claims a disk of 1048576T (1152921504606846976 "
        + "bytes), and vmrun takes at most 64T")
    try patch(path, 24, [UInt8](repeating: 0xFF, count: 8))
    #expect(refusal(path)?.contains("18446744073709551615 bytes") == true)
  }

  @Test func `what is no file is never opened for its content`() throws {
    #expect(mkfifo(sandbox("pipe"), 0o600) == 0)
    #expect(refusal(sandbox("pipe")) == "cannot use the image BOX/pipe: it is not a regular file")
    #expect(refusal("/dev/zero") == "cannot use the image /dev/zero: it is not a regular file")
    #expect(refusal(sandbox.path) == "cannot use the image BOX: it is a folder")
    #expect(QCOW2Header(path: sandbox("pipe")) == nil)
  }

  @Test func `no header makes the reader stumble`() throws {
    var seed: UInt64 = 1
    let good: [UInt8] = [0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3]
    for _ in 0..<2000 {
      var bytes = good
      for _ in 0..<200 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // Mostly zeros: so that the fields are sometimes small.
        bytes.append(seed >> 60 < 12 ? 0 : UInt8(truncatingIfNeeded: seed >> 33))
      }
      try Data(bytes).write(to: URL(filePath: sandbox("fuzz")))
      if let header = QCOW2Header(path: sandbox("fuzz")) { _ = try? BackingChain.checkHeader(header, of: "x") }
      _ = BackingChain.files(sandbox("fuzz"))
    }
  }
}
