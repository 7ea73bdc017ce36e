import Glibc
import Testing

@testable import GLib

@Suite("A program that is soon done")
struct FinishTests {
  private func shell(_ script: String) -> ChildProcess { ChildProcess(arguments: ["/bin/sh", "-c", script]) }

  @Test func `its status and its words are told`() async throws {
    let good = try await shell("echo one; echo two >&2").finish(within: .seconds(20))
    #expect(good.hasSucceeded)
    #expect(good.said == ["one", "two"])
    let bad = try await shell("echo ' no luck '; exit 3").finish(within: .seconds(20))
    #expect(bad.status == 3 << 8)
    #expect(bad.said == ["no luck"])
  }

  @Test func `one that does not end is ended`() async throws {
    let ending = try await shell("echo begun; exec sleep 60").finish(within: .milliseconds(300))
    #expect(ending.status == nil)
    #expect(ending.said == ["begun"])
  }

  @Test func `what goes on in the background keeps nobody waiting`() async throws {
    let began = ContinuousClock.now
    let ending = try await shell("sleep 3 & echo ready").finish(within: .seconds(20))
    #expect(ending.hasSucceeded)
    #expect(ending.said == ["ready"])
    #expect(ContinuousClock.now - began < .seconds(3))
  }

  @Test func `it reads what it is given, and finds descriptors by number`() async throws {
    let (own, other) = try OpenDescriptor.socketPair()
    var child = shell("read line; echo \"got $line\" >&5")
    child.standardInput = other.number
    child.descriptors = [(source: other.number, target: 5)]
    #expect(write(own.number, "word\n", 5) == 5)
    #expect(try await child.finish(within: .seconds(20)).hasSucceeded)
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(own.number, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "got word\n")
  }

  @Test func `a program that is missing is an error`() async {
    await #expect(throws: GLibError.self) {
      try await ChildProcess(arguments: ["/no/such/program"]).finish(within: .seconds(5))
    }
  }

  @Test func `a listener hands out its connections`() async throws {
    let folder = try Folder.temporary(prefix: "/tmp/vmrun-listen-")
    defer { try? Folder.remove(folder) }
    let path = try UnixSocketPath("\(folder)/s")
    #expect(throws: GLibError.self) { try OpenDescriptor.connected(to: path) }
    let listener = try UnixListener(path)
    let client = try OpenDescriptor.connected(to: path)
    #expect(await MainContextExecutor.shared.isReadable(listener.descriptor, within: .seconds(5)))
    let server = try listener.accept()
    #expect(write(client.number, "x", 1) == 1)
    var byte: UInt8 = 0
    #expect(read(server.number, &byte, 1) == 1)
    #expect(fcntl(server.number, F_GETFD) & FD_CLOEXEC != 0)
  }
}
