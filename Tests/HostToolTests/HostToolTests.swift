import Glibc
import Synchronization
import Testing

@testable import HostTool

@Suite(.timeLimit(.minutes(1)))
struct HostToolTests {
  @Test func `a program's status and both outputs come back`() async throws {
    let output = try await HostTool.run("sh", ["-c", "echo out; echo err >&2; exit 3"])
    #expect(output.status == .exited(3))
    #expect(output.standardOutput == "out\n")
    #expect(output.standardError == "err\n")
  }

  @Test func `arguments reach the program unchanged`() async throws {
    let hostile = ["a b", "$HOME", "`id`", "-n", "", "ü\n", "'\""]
    let output = try await HostTool.run("sh", ["-c", #"for a; do printf '%s|' "$a"; done"#, "sh"] + hostile)
    #expect(output.standardOutput == hostile.map { $0 + "|" }.joined())
  }

  @Test func `texts are in C and the environment is added to`() async throws {
    let output = try await HostTool.run(
      "sh", ["-c", "echo $LC_ALL $MORE; test -n \"$PATH\" && pwd"], environment: ["MORE": "yes"], workingDirectory: "/")
    #expect(output.standardOutput == "C yes\n/\n")
  }

  @Test func `standard input is empty`() async throws {
    #expect(try await HostTool.run("cat", []).standardOutput.isEmpty)
  }

  @Test func `a program has no terminal to ask on`() async throws {
    let output = try await HostTool.run("sh", ["-c", "exec 3</dev/tty"])
    #expect(!output.status.isSuccess)
  }

  @Test func `a checked program that fails shows the end of its messages`() async {
    let error = await error { try await HostTool.runChecked("sh", ["-c", "echo bad luck >&2; exit 4"]) }
    #expect(error?.description == "'sh' failed with exit status 4: bad luck")
  }

  @Test func `an end by signal is told apart`() async {
    let error = await error { try await HostTool.runChecked("sh", ["-c", "kill -SEGV $$"]) }
    #expect(error?.description == "'sh' failed with signal 11 (SIGSEGV)")
  }

  @Test func `a missing program names its Debian package`() async {
    await HostTool.$searchPath.withValue("/nonexistent") {
      let known = await error { try await HostTool.run("xorrisofs", []) }
      #expect(known?.description == "'xorrisofs' is not on this host: install it with `apt install xorriso`")
      let unknown = await error { try await HostTool.run("frobnicate", []) }
      #expect(
        unknown?.description == "'frobnicate' is not on this host: install it, or add its folder to PATH")
    }
  }

  @Test func `a program in sbin is found`() {
    #expect(HostTool.find("mke2fs") != nil)
    #expect(HostTool.find("/bin/sh") == "/bin/sh")
    #expect(HostTool.find("") == nil)
    #expect(HostTool.find("etc") == nil)
  }

  @Test func `a folder that cannot be entered is said`() async {
    let error = await error { try await HostTool.run("true", [], workingDirectory: "/nonexistent") }
    #expect(error?.description.hasPrefix("cannot start 'true': ") == true)
    #expect(error?.description.contains("/nonexistent") == true)
  }

  @Test func `too much output ends the program`() async {
    let start = ContinuousClock.now
    let error = await error { try await HostTool.run("yes", [], outputLimit: 100_000) }
    #expect(error == .outputTooLarge(tool: "yes", limit: 100_000))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `of many messages the last are kept`() async throws {
    let output = try await HostTool.run("sh", ["-c", "seq 1 100000 >&2"], outputLimit: 1000)
    #expect(output.status.isSuccess)
    #expect(output.standardError.utf8.count == 1000)
    #expect(output.standardError.hasSuffix("99999\n100000\n"))
  }

  @Test func `a background child that keeps the output open does not hold up the result`() async throws {
    let start = ContinuousClock.now
    let output = try await HostTool.run("sh", ["-c", "sleep 20 & echo $!"])
    #expect(ContinuousClock.now - start < .seconds(5))
    let child = try #require(Int32(output.standardOutput.dropLast()))
    kill(child, SIGKILL)
  }

  @Test func `a program that closes its output is waited for`() async throws {
    let output = try await HostTool.run("sh", ["-c", "exec >&- 2>&-; sleep 0.2; exit 7"])
    #expect(output.status == .exited(7))
  }

  private func error(_ body: () async throws -> some Any) async -> HostToolError? {
    do {
      _ = try await body()
      return nil
    } catch { return error as? HostToolError }
  }
}
