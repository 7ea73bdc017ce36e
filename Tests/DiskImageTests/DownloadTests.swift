import Glibc
import HostTool
import Testing

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct DownloadTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// A port of this host that refuses connections as long as this lives: it is bound, and nobody listens.
  private final class ClosedPort {
    let descriptor: Int32
    var number: UInt16 = 0

    init() {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = bind(descriptor, $0, length)
          _ = getsockname(descriptor, $0, &length)
        }
      }
      number = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
  }

  @Test(.enabled(if: (try? HostTool.require("curl")) != nil, "curl is not installed"))
  func `a server that does not answer is said as it is, once, with what is kept`() async throws {
    let port = ClosedPort()
    defer { withExtendedLifetime(port) {} }
    var limits = PullLimits()
    (limits.idleTries, limits.pause) = (3, .milliseconds(1))
    let lines = Lines()
    func reason(_ file: IncomingFile) async throws -> String? {
      let download = Download(
        image: "own", url: "http://127.0.0.1:\(port.number)/x", file: file, limits: limits,
        progress: { if case .step(let text) = $0 { lines.append(text) } })
      guard case .pullFailed(_, _, let reason) = await diskError({ try await download.run() }) else { return nil }
      return reason
    }
    let refused = "could not connect to 127.0.0.1:\(port.number): the connection was refused, or no way leads there"
    #expect(
      try await reason(IncomingFile(sandbox("new"))) == "\(refused), 3 times in a row; nothing was fetched")
    #expect(lines.all == ["\(refused): trying again"])
    try sandbox.write(String(repeating: "x", count: 3 << 20), "begun")
    #expect(
      try await reason(IncomingFile(sandbox("begun")))
        == "\(refused), 3 times in a row; 3M are here and kept: the same command goes on with them")
  }

  @Test func `other words of curl are left as they are`() {
    let unknown = "curl: (6) Could not resolve host: nowhere.invalid"
    #expect(Download.unreachable(unknown) == unknown)
  }
}
