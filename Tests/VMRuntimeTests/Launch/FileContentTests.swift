import GLib
import Glibc
import Testing

@testable import VMRuntime

@Suite("What a lock says of a file")
struct FileContentTests {
  private let folder = FolderOfTest()
  private var content: FileContent { FileContent(cache: folder.path + "/cache") }
  private var file: String { folder.path + "/x" }

  /// As if it had been written long ago, so that its digest may be kept.
  private func age() {
    var times = [timespec(tv_sec: 1_000_000, tv_nsec: 5), timespec(tv_sec: 1_000_000, tv_nsec: 5)]
    utimensat(AT_FDCWD, file, &times, 0)
  }

  @Test func `a file is its SHA-256, as sha256sum has it`() async throws {
    try folder.write("abc", "x")
    #expect(
      try await content.current(file) == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `a digest is kept for as long as nobody touches the file`() async throws {
    try folder.write("abc", "x")
    age()
    let first = try await content.current(file)
    let record = try #require(Folder.names(in: folder.path + "/cache/digests").first)
    let path = "\(folder.path)/cache/digests/\(record)"
    let text = try #require(DurableFile.text(path))
    // Only what is kept can say this.
    try DurableFile.replace((text.split(separator: " ")[0] + " kept").utf8, to: path)
    #expect(try await content.current(file) == "sha256:kept")
    // The same size and the same time: the kernel's own time of the change tells.
    try folder.write("abd", "x")
    age()
    let second = try await content.current(file)
    #expect(second != first && second != "sha256:kept")
  }

  @Test func `what was written a moment ago is read again`() async throws {
    try folder.write("abc", "x")
    _ = try await content.current(file)
    #expect(Folder.names(in: folder.path + "/cache/digests").isEmpty)
  }

  @Test func `a large file is told by its size and some of its blocks`() async throws {
    try folder.write("abc", "x")
    truncate(file, Int(FileContent.wholeLimit) + 1)
    let large = try await content.current(file)
    #expect(large.hasPrefix("sample:\(FileContent.wholeLimit + 1):"), "\(large)")
    let descriptor = open(file, O_WRONLY)
    pwrite(descriptor, "z", 1, 0)
    close(descriptor)
    #expect(try await content.current(file) != large)
    #expect(try await content.like(large, file) != large)
  }

  @Test func `a lock is compared in the way that it was written`() async throws {
    try folder.write("abc", "x")
    #expect(try await content.like("size:5", file) == "size:3")
    #expect(try await content.like("sample:3:0", file).hasPrefix("sample:3:"))
    #expect(try await content.like("recipe:0", file).hasPrefix("sha256:"))
    await #expect(throws: RuntimeError.self) { try await content.current(folder.path) }
    await #expect(throws: RuntimeError.self) { try await content.current(folder.path + "/none") }
  }
}
