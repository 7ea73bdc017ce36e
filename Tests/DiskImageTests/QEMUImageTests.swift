import GLib
import Glibc
import HostTool
import Testing
import VMProfile

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct QEMUImageTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: [
    "a,size=1.qcow2", "a,,b", "with space", "-f", "json:{\"driver\":\"null-co\"}", "nbd:localhost:1", "file:x", "x:y",
    "ü\u{1F600}", "quote'\"", "new\nline", "%s%n", "a=b,backing_file=x",
  ])
  func `a hostile file name is a file's name`(name: String) async throws {
    let base = try await sandbox.image("base \(name)")
    let folder = try sandbox.folder("d,\(name)")
    let disk = "\(folder)/\(name)"
    try await QEMUImage.createOverlay(
      at: disk, backing: base, backingFormat: "qcow2", size: ByteSize(bytes: 128 << 20))
    #expect(Folder.names(in: folder) == [name])
    #expect(QCOW2Header(path: disk)?.backingFile == base)
    try await QEMUImage.resize(disk, to: ByteSize(bytes: 256 << 20))
    let info = try await QEMUImage.info(disk)
    #expect(info.backingFile == base)
    #expect(info.virtualSize.bytes == 256 << 20)
    #expect(try await QEMUImage.probe(base).format == "qcow2")
  }

  @Test func `the header says what qemu-img says`() async throws {
    let base = try await sandbox.image("base", size: "3G")
    #expect(QCOW2Header(path: base) == QCOW2Header(path: base))
    #expect(QCOW2Header(path: base)?.virtualSize.bytes == 3 << 30)
    #expect(QCOW2Header(path: base)?.backingFile == nil)
    #expect(QCOW2Header(path: "/etc/passwd") == nil)
    #expect(QCOW2Header(path: sandbox.path) == nil)
    #expect(QCOW2Header(path: "/dev/null") == nil)
  }

  @Test func `a raw image is probed as raw, and other formats are refused with the way out`() async throws {
    #expect(try await QEMUImage.probe(try await sandbox.image("a.raw", format: "raw")).format == "raw")
    let vmdk = try await sandbox.image("a.vmdk", format: "vmdk")
    let error = await diskError { try await QEMUImage.probe(vmdk) }
    #expect(error == .unsupportedFormat(path: vmdk, format: "vmdk"))
    #expect(error?.description.contains("qemu-img convert -O qcow2") == true)
  }

  @Test func `an image that cannot be read is said`() async throws {
    func text(_ path: String) async -> String? { await diskError { try await QEMUImage.probe(path) }?.description }
    #expect(await text("/nonexistent/x") == "cannot use the image /nonexistent/x: No such file or directory")
    #expect(await text(sandbox.path) == "cannot use the image \(sandbox.path): it is a folder")
    #expect(await text("/dev/null") == "cannot use the image /dev/null: it is not a regular file")
    #expect(await text("x.qcow2") == "cannot use the image x.qcow2: the path is not absolute")
    let empty = try sandbox.write("", "empty")
    #expect(await text(empty) == "cannot use the image \(empty): it is empty")
  }

  @Test func `a disk never shrinks`() async throws {
    let image = try await sandbox.image("a")
    let error = await diskError { try await QEMUImage.resize(image, to: ByteSize(bytes: 1 << 20)) }
    #expect(error == .wouldShrink(path: image, current: ByteSize(bytes: 64 << 20), wanted: ByteSize(bytes: 1 << 20)))
    #expect(try await QEMUImage.virtualSize(image).bytes == 64 << 20)
  }

  /// The real qemu-img, on a file system that is really full: a tiny one in a namespace of its own.
  @Test func `a full disk is said clearly and leaves nothing behind`() async throws {
    let probe = try await HostTool.run("unshare", ["-rm", "true"])
    try #require(probe.status.isSuccess, "user namespaces are off: \(probe.standardError)")
    let base = try await sandbox.image("base")
    let folder = try sandbox.folder("full")
    let real = try HostTool.require("qemu-img")
    try await sandbox.withTool(
      "qemu-img",
      """
      #!/bin/sh
      exec unshare -rm sh -c 'mount -t tmpfs -o size=64k t "$0" && exec "$@"' '\(folder)' \(real) "$@"
      """
    ) {
      let error = await diskError {
        try await QEMUImage.copy(base, format: "qcow2", to: "\(folder)/disk")
      }
      #expect(error?.description.hasPrefix("no space left in \(folder): free some and try again (qemu-img: ") == true)
    }
    #expect(Folder.names(in: folder).isEmpty)
  }

  @Test func `a disk in use is said`() {
    let message = """
      qemu-img: Could not open '/d': Failed to get "write" lock
      Is another process using the image [/d]?
      """
    #expect(
      QEMUImage.explain(.failed(tool: "qemu-img", status: .exited(1), message: message), about: "/d")
        == .diskInUse(path: "/d"))
  }

  @Test func `a host without qemu-img is told the package`() async throws {
    try await withoutTools {
      let error = await diskError { try await QEMUImage.info("/x") }
      #expect(error?.description == "'qemu-img' is not on this host: install it with `apt install qemu-utils`")
      #expect(error?.isHostLacking == true)
    }
  }
}
