import Glibc
import Testing

@testable import GLib

@Suite("UNIX sockets", .timeLimit(.minutes(1)))
struct UnixSocketTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func `a path has room for 107 bytes, and must be one`() throws {
    let longest = "/" + String(repeating: "é", count: 53)
    #expect(try UnixSocketPath(longest).path == longest)
    #expect(throws: GLibError("the socket path \(longest)x has 108 bytes; the kernel takes 107")) {
      try UnixSocketPath(longest + "x")
    }
    #expect(throws: GLibError("'' is no path of a socket")) { try UnixSocketPath("") }
    #expect(throws: GLibError.self) { try UnixSocketPath("/tmp/a\0b") }
  }

  @Test func `a listener is private, replaces what an ended program left, and lets clients wait`() throws {
    let path = try UnixSocketPath(scratch / "socket")
    do { _ = try UnixListener(path) }
    #expect(scratch.mode("socket") != nil)
    let left = #expect(throws: GLibError.self) { try UnixSocket(connectingTo: path) }
    #expect(left?.code == ECONNREFUSED)
    let listener = try UnixListener(path, backlog: 0)
    #expect(scratch.mode("socket") == 0o600)
    let first = try UnixSocket(connectingTo: path)
    let full = #expect(throws: GLibError.self) { try UnixSocket(connectingTo: path) }
    #expect(full?.code == GLibError.wouldBlock)
    withExtendedLifetime(first) {}
    _ = listener.descriptor
  }

  @Test func `a longest path works for both ends`() throws {
    let name = scratch / String(repeating: "x", count: 107 - scratch.path.utf8.count - 1)
    let path = try UnixSocketPath(name)
    let listener = try UnixListener(path)
    #expect(throws: Never.self) { try UnixSocket(connectingTo: path) }
    _ = listener.descriptor
  }

  @Test func `where nobody listens, the error names path and reason`() throws {
    let error = #expect(throws: GLibError.self) { try UnixSocket(connectingTo: UnixSocketPath(scratch / "none")) }
    #expect(error == GLibError("cannot connect to \(scratch / "none"): No such file or directory", code: ENOENT))
  }

  @Test func `more than a socket holds arrives whole and in order, descriptors at their place`() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let sender = try UnixSocket(adopting: ends[0])
    let receiver = try UnixSocket(adopting: ends[1])
    let done = OneShot<(count: Int, descriptors: Int, isRight: Bool)>()
    let executor = MainContextExecutor.shared
    let start = executor.timer(after: .zero) {
      nonisolated(unsafe) var count = 0
      nonisolated(unsafe) var descriptors = 0
      nonisolated(unsafe) var isRight = true
      receiver.descriptorHandler = {
        descriptors += $0.count
        $0.forEach { close($0) }
      }
      receiver.start { event in
        switch event {
        case .received(let bytes):
          for byte in bytes {
            isRight = isRight && byte == UInt8(truncatingIfNeeded: count / 1000)
            count += 1
          }
        case .closed: done.finish((count, descriptors, isRight))
        }
      }
      sender.start { _ in }
      for part in 0..<20 {
        let bytes = (part * 100_000..<(part + 1) * 100_000).map { UInt8(truncatingIfNeeded: $0 / 1000) }
        try? sender.send(bytes, descriptors: part % 5 == 0 ? [0, 1] : [])
      }
    }
    let closing = executor.timer(after: .seconds(30)) { sender.close() }
    let end = executor.watch(ends[0], for: .writable) {
      guard sender.unsent.isEmpty else { return true }
      sender.close()
      return false
    }
    let result = await done.value
    #expect(result == (2_000_000, 8, true))
    for source in [start, closing, end] { source.cancel() }
  }

  @Test func `an end of file is reported once, and what is sent after it is an error`() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let socket = try UnixSocket(adopting: ends[0])
    let other = ends[1]
    let result = OneShot<String>()
    let executor = MainContextExecutor.shared
    let start = executor.timer(after: .zero) {
      socket.start { event in
        guard case .closed(let error) = event else { return }
        let again = Result { () throws(GLibError) in try socket.send([1]) }
        result.finish("\(error?.message ?? "end of file"), \(again)")
      }
      close(other)
    }
    #expect(await result.value == "end of file, failure(the connection is closed)")
    start.cancel()
  }
}
