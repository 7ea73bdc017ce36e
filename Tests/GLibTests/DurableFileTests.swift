import Glibc
import Testing

@testable import GLib

@Suite("Files that are replaced whole")
struct DurableFileTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func `a file is written, replaced and read, and nothing is left beside it`() throws {
    let path = scratch / "file"
    for content in [Array("one".utf8), [], [UInt8](repeating: 7, count: 1 << 20)] {
      try DurableFile.write(content, to: path)
      #expect(try DurableFile.read(path) == content)
      try DurableFile.replace(content.reversed(), to: path)
      #expect(try DurableFile.read(path) == content.reversed())
    }
    #expect(scratch.names() == ["file"])
  }

  @Test func `what a killed writer left is removed, and nothing else`() throws {
    for name in ["file", "file.1234567890", "file.Ab3dE9", "file.json", "file.12345678901", "files.123456", "file.log"]
    {
      try DurableFile.replace("a".utf8, to: scratch / name)
    }
    DurableFile.removeLeftovers(of: scratch / "file")
    #expect(scratch.names().sorted() == ["file", "file.12345678901", "file.json", "file.log", "files.123456"])
  }

  @Test func `a new file is private unless told otherwise`() throws {
    try DurableFile.write("a".utf8, to: scratch / "private")
    try DurableFile.write("a".utf8, to: scratch / "open", mode: 0o644)
    try DurableFile.replace("a".utf8, to: scratch / "cache")
    #expect(scratch.mode("private") == 0o600)
    #expect(scratch.mode("open") == 0o644)
    #expect(scratch.mode("cache") == 0o600)
  }

  @Test(.timeLimit(.minutes(1))) func `a reader sees the old content or the new, never a part`() async throws {
    let path = scratch / "file"
    let contents = [[UInt8](repeating: 1, count: 100_000), [UInt8](repeating: 2, count: 200_000)]
    try DurableFile.replace(contents[0], to: path)
    let writer = Task.detached {
      for round in 0..<200 { try DurableFile.replace(contents[round % 2], to: path) }
    }
    for _ in 0..<200 {
      let seen = try DurableFile.read(path)
      #expect(seen == contents[0] || seen == contents[1])
    }
    try await writer.value
    #expect(scratch.names() == ["file"])
  }

  @Test func `files under proc have no size and are read to their end`() throws {
    let status = try DurableFile.read("/proc/self/status")
    #expect(String(decoding: status, as: UTF8.self).contains("Name:"))
    #expect(DurableFile.text("/proc/self/stat")?.hasPrefix("\(getpid()) ") == true)
  }

  @Test func `what is no regular file, or too large, is refused with its name`() throws {
    try DurableFile.write([UInt8](repeating: 0, count: 100), to: scratch / "large")
    let large = "cannot read \(scratch / "large"): it is larger than 99 bytes"
    #expect(throws: GLibError(large)) { try DurableFile.read(scratch / "large", limit: 99) }
    #expect(try DurableFile.read(scratch / "large", limit: 100).count == 100)
    #expect(throws: GLibError("cannot read /dev/zero: it is not a regular file")) { try DurableFile.read("/dev/zero") }
    #expect(throws: GLibError("cannot read /tmp: it is not a regular file")) { try DurableFile.read("/tmp") }
    #expect(mkfifo(scratch / "pipe", 0o600) == 0)
    #expect(throws: GLibError.self) { try DurableFile.read(scratch / "pipe") }
    let missing = "cannot read \(scratch / "none"): No such file or directory"
    #expect(throws: GLibError(missing, code: ENOENT)) { try DurableFile.read(scratch / "none") }
  }

  @Test func `text must be UTF-8`() throws {
    try DurableFile.write([0xFF], to: scratch / "bytes")
    #expect(DurableFile.text(scratch / "bytes") == nil)
    #expect(DurableFile.text(scratch / "none") == nil)
  }

  @Test func `a file is emptied, and a link in its place is not followed`() throws {
    try DurableFile.write("a".utf8, to: scratch / "target")
    try DurableFile.truncate(scratch / "target")
    #expect(try DurableFile.read(scratch / "target") == [])
    try DurableFile.write("kept".utf8, to: scratch / "other")
    #expect(symlink(scratch / "other", scratch / "link") == 0)
    #expect(throws: GLibError.self) { try DurableFile.truncate(scratch / "link") }
    #expect(DurableFile.text(scratch / "other") == "kept")
  }

  @Test func `a new file is never put over another one, nor over a link`() throws {
    let path = scratch / "new"
    try DurableFile.create("one".utf8, at: path, mode: 0o644)
    #expect(DurableFile.text(path) == "one")
    #expect(scratch.mode("new") == 0o644)
    #expect(symlink("nowhere", scratch / "link") == 0)
    for taken in [path, scratch / "link", "\(scratch / "")"] {
      let error = #expect(throws: GLibError.self) { try DurableFile.create("two".utf8, at: taken) }
      #expect(error?.code == EEXIST || taken.hasSuffix("/"))
    }
    #expect(DurableFile.text(path) == "one")
    #expect(scratch.names() == ["link", "new"])
  }

  @Test func `a file that is rewritten keeps its permissions`() throws {
    try DurableFile.write("one".utf8, to: scratch / "file", mode: 0o640)
    chmod(scratch / "file", 0o664)
    try DurableFile.rewrite("two".utf8, to: scratch / "file")
    #expect(DurableFile.text(scratch / "file") == "two")
    #expect(scratch.mode("file") == 0o664)
    #expect(throws: GLibError.self) { try DurableFile.rewrite("two".utf8, to: scratch / "none") }
    #expect(scratch.names() == ["file"])
  }

  @Test func `a folder that is missing is named`() {
    let error = #expect(throws: GLibError.self) { try DurableFile.write("a".utf8, to: "/nonexistent/file") }
    #expect(error?.message.contains("/nonexistent/file") == true)
  }

  @Test func `a checksum is the one of sha256sum`() {
    #expect(Checksum.sha256("abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Checksum.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
