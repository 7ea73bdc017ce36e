import Glibc
import Testing

@testable import GLib

@Suite("Child processes", .timeLimit(.minutes(1)))
struct ChildProcessTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func run(_ script: String, _ change: (inout ChildProcess) -> Void = { _ in }) async throws -> Int32 {
    var child = ChildProcess(arguments: ["/bin/sh", "-c", script])
    child.keepsChild = true
    change(&child)
    return await ChildProcess.waitStatus(of: try child.start())
  }

  private func open(_ name: String) -> Int32 { Glibc.open(scratch / name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }

  @Test func `the status tells how it ended`() async throws {
    #expect(try await run("exit 7") == 7 << 8)
    #expect(try await run("kill -9 $$") == SIGKILL)
    #expect(try await run("exit 0") == 0)
  }

  @Test func `descriptors appear under the numbers that were asked for, also when these cross`() async throws {
    let first = open("first")
    let second = open("second")
    defer {
      close(first)
      close(second)
    }
    #expect(
      try await run("echo one >&\(second); echo two >&\(first); echo three >&9") {
        // Other shells take descriptors of one digit only.
        $0.arguments[0] = "/bin/bash"
        $0.descriptors = [(first, second), (second, first), (first, 9)]
      } == 0)
    #expect(DurableFile.text(scratch / "first") == "one\nthree\n")
    #expect(DurableFile.text(scratch / "second") == "two\n")
  }

  @Test func `output goes where it was sent, and no other descriptor is passed on`() async throws {
    let output = open("output")
    let leaked = Glibc.open("/dev/null", O_RDONLY)
    defer {
      close(output)
      close(leaked)
    }
    #expect(
      try await run("echo out; echo err >&2; cd /proc/self/fd; echo *") {
        $0.standardOutput = output
        $0.standardError = output
      } == 0)
    let lines = DurableFile.text(scratch / "output")?.split(separator: "\n") ?? []
    #expect(lines.prefix(2) == ["out", "err"])
    // 3 is the shell's own look into the folder, on some shells.
    #expect(lines.last?.split(separator: " ").allSatisfy { (Int($0) ?? 99) <= 3 || Int($0) == 10 } == true)
  }

  @Test func `the record is there before the program runs, and is of the program`() async throws {
    let record = open("record")
    defer { close(record) }
    #expect(
      try await run("read pid rest <'\(scratch / "record")'; test \"$pid\" = $$") { $0.record = record } == 0)
    let fields = DurableFile.text(scratch / "record")?.split(separator: " ") ?? []
    #expect(fields.count > 22)
  }

  @Test func `a new session leaves the caller's`() async throws {
    let script = "set -- $(cat /proc/self/stat); echo $6"
    for (isNew, name) in [(true, "new"), (false, "old")] {
      let output = open(name)
      #expect(
        try await run(script) {
          $0.newSession = isNew
          $0.standardOutput = output
        } == 0)
      close(output)
    }
    #expect(DurableFile.text(scratch / "old") == "\(getsid(0))\n")
    #expect(DurableFile.text(scratch / "new") != "\(getsid(0))\n")
  }

  @Test func `an unknown program is an error that names it, and leaves no child`() {
    let error = #expect(throws: GLibError.self) { try ChildProcess(arguments: ["/nonexistent/program"]).start() }
    #expect(error?.message.contains("/nonexistent/program") == true)
  }

  @Test func `arguments arrive as they are`() async throws {
    let output = open("output")
    defer { close(output) }
    var child = ChildProcess(arguments: ["/bin/printf", "%s|", "a b", "", "$HOME", "'\"\\", "é\n"])
    child.standardOutput = output
    child.keepsChild = true
    #expect(await ChildProcess.waitStatus(of: try child.start()) == 0)
    #expect(DurableFile.text(scratch / "output") == "a b||$HOME|'\"\\|é\n|")
  }

  @Test func `a handle sees the end, sends signals, and is not taken in by a number that is free again`() async throws {
    var child = ChildProcess(arguments: ["/bin/sleep", "50"])
    child.keepsChild = true
    let pid = try child.start()
    let handle = try #require(ProcessHandle(pid: pid))
    #expect(!handle.hasEnded)
    #expect(await handle.waitForEnd(timeout: .milliseconds(30)) == false)
    async let ended = handle.waitForEnd(timeout: .seconds(30))
    #expect(handle.send(signal: SIGTERM))
    #expect(await ended)
    #expect(await ChildProcess.waitStatus(of: pid) == SIGTERM)
    #expect(handle.hasEnded)
    #expect(!handle.send(signal: SIGKILL))
    #expect(ProcessHandle(pid: 0x3FFF_FFFF) == nil)
  }
}
