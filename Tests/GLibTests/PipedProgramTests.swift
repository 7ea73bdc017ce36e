import GLib
import Glibc
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PipedProgramTests {
  private func run(
    _ script: String, timeout: Duration = .seconds(20), limit: Int = .max
  ) async throws -> (result: PipedProgram.Result, bytes: Int, lines: [String]) {
    let bytes = Mutex(0)
    let lines = Mutex<[String]>([])
    var program = PipedProgram(["/bin/sh", "-c", script])
    program.onReport = { line in lines.withLock { $0.append(line) } }
    let result = try await program.run(timeout: timeout) { part in
      bytes.withLock {
        $0 += part.count
        return $0 <= limit
      }
    }
    return (result, bytes.withLock { $0 }, lines.withLock { $0 })
  }

  @Test func `output, complaints and reports come apart, and all of them`() async throws {
    let (result, bytes, lines) = try await run("head -c 5000000 /dev/zero; echo a >&3; echo b >&3; echo no >&2; exit 3")
    #expect(result.ending == .exited(3))
    #expect(bytes == 5_000_000)
    #expect(lines == ["a", "b"])
    #expect(result.said == "no\n")
  }

  @Test func `a program that takes too long, or says too much, is ended`() async throws {
    let start = ContinuousClock.now
    #expect(try await run("sleep 30", timeout: .milliseconds(200)).result.ending == .timedOut)
    // Its outputs closed, and still there.
    let closed = try await run("exec >&- 2>&- 3>&-; sleep 30", timeout: .milliseconds(300))
    #expect(closed.result.ending == .timedOut)
    #expect(try await run("cat /dev/zero", limit: 3_000_000).result.ending == .refused)
    #expect(try await run("kill -TERM $$").result.ending == .signaled(SIGTERM))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `a cancelled task ends the program`() async throws {
    let task = Task { try await run("sleep 30").result.ending }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    #expect(try await task.value == .cancelled)
  }

  @Test func `a program that is not there is an error`() async {
    await #expect(throws: GLibError.self) {
      try await PipedProgram(["/nonexistent"]).run(timeout: .seconds(5)) { _ in true }
    }
  }

  @Test func `digests of pieces are those of the whole`() {
    for (kind, wanted) in [
      (StreamingChecksum.Kind.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        .sha512,
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
      ),
    ] {
      let checksum = StreamingChecksum(kind)
      for part in ["a", "", "bc"] { Array(part.utf8).withUnsafeBytes { checksum.update($0) } }
      #expect(checksum.finish() == wanted)
      #expect(wanted.count == kind.digits)
    }
  }
}
