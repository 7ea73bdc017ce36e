import GLib
import Glibc
import Testing

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct IncomingFileTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test func `the digest is of what is in the file, whoever began it and however often`() async throws {
    try sandbox.write("abc", "file")
    let file = try IncomingFile(sandbox("file"))
    #expect(file.size == 3)
    let digest = Task { await file.digest(.sha256) }
    #expect(Array("def".utf8).withUnsafeBytes { file.append($0) })
    try await Task.sleep(for: .milliseconds(20))
    try file.restart()
    let piece = [UInt8](repeating: 7, count: 1 << 20)
    for _ in 0..<20 { #expect(piece.withUnsafeBytes { file.append($0) }) }
    file.complete()
    let whole = [UInt8](repeating: 7, count: 20 << 20)
    #expect(await digest.value.text == "sha256:" + Checksum.sha256(whole))
    #expect(file.size == 20 << 20)
    #expect(try await FileDigest.compute(sandbox("file")).text == "sha256:" + Checksum.sha256(whole))
  }

  @Test func `a link or a device is not written to`() throws {
    try sandbox.write("mine", "mine")
    #expect(symlink(sandbox("mine"), sandbox("link")) == 0)
    #expect(throws: DiskImageError.self) { try IncomingFile(sandbox("link")) }
    #expect(throws: DiskImageError.self) { try IncomingFile("/dev/null") }
  }

  @Test func `the sizes that a response names`() {
    var head = ResponseHead()
    for line in ["HTTP/1.1 302 Found", "Content-Length: 5", "HTTP/1.1 200 OK", "content-length: 100"] {
      head.read(line)
    }
    #expect(head.total(from: 0) == 100)
    for line in ["HTTP/2 206", "Content-Length: 40", "Content-Range: bytes 60-99/100"] { head.read(line) }
    #expect(head.status == 206 && head.total(from: 60) == 100)
    for line in ["HTTP/1.1 206 x", "Content-Length: 18446744073709551615"] { head.read(line) }
    #expect(head.total(from: 60) != nil)
    head.read("HTTP/1.1 404")
    #expect(head.total(from: 0) == nil)
  }

  @Test func `a redirect from a protected address may only lead to one`() throws {
    func arguments(_ url: String) throws -> [String] {
      Download(
        image: "x", url: url, file: try IncomingFile(sandbox("x")), limits: PullLimits(), progress: { _ in }
      ).arguments(from: 0)
    }
    let secure = try arguments("https://a/b")
    #expect(secure[secure.firstIndex(of: "--proto-redir")! + 1] == "=https")
    #expect(secure[secure.firstIndex(of: "--proto")! + 1] == "=https")
    let open = try arguments("HTTP://a/b")
    #expect(open[open.firstIndex(of: "--proto-redir")! + 1] == "=http,https")
  }
}
