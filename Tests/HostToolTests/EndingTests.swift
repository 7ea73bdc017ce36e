import Glibc
import Synchronization
import Testing

@testable import HostTool

/// Programs that do not end by themselves.
@Suite(.timeLimit(.minutes(1)))
struct EndingTests {
  @Test func `a program at its deadline is ended together with what it started`() async throws {
    let numbers = Mutex<[Int32]>([])
    do throws(HostToolError) {
      _ = try await HostTool.stream(
        "sh", ["-c", "sleep 60 & echo $!; echo $$; echo stuck here >&2; wait"], timeout: .milliseconds(500)
      ) { line in numbers.withLock { $0.append(Int32(line) ?? 0) } }
      Issue.record("it ended by itself")
    } catch {
      #expect(error.description == "'sh' did not finish within 500 ms and was ended: stuck here")
    }
    let processes = numbers.withLock { $0 }
    #expect(processes.count == 2)
    #expect(await allGone(processes))
  }

  @Test func `a program that ignores SIGTERM is killed, and so are its children`() async throws {
    let numbers = Mutex<[Int32]>([])
    let start = ContinuousClock.now
    do throws(HostToolError) {
      _ = try await HostTool.stream(
        "sh", ["-c", "trap '' TERM; sleep 60 & echo $!; echo $$; while :; do wait; done"], timeout: .milliseconds(300)
      ) { line in numbers.withLock { $0.append(Int32(line) ?? 0) } }
      Issue.record("it ended by itself")
    } catch {
      #expect(error.description.contains("did not finish"))
    }
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(await allGone(numbers.withLock { $0 }))
  }

  @Test func `a child that outlives its parent's SIGTERM is killed`() async throws {
    let numbers = Mutex<[Int32]>([])
    _ = try? await HostTool.stream(
      "sh", ["-c", "(trap '' TERM; while :; do sleep 1; done) & echo $!; sleep 60"], timeout: .milliseconds(300)
    ) { line in numbers.withLock { $0.append(Int32(line) ?? 0) } }
    #expect(await allGone(numbers.withLock { $0 }))
  }

  @Test func `cancelling the task ends the program and its children`() async throws {
    let numbers = Mutex<[Int32]>([])
    let task = Task { () async -> HostToolError? in
      do throws(HostToolError) {
        _ = try await HostTool.stream(
          "sh", ["-c", "sleep 60 & echo $!; echo $$; wait"], timeout: .seconds(60)
        ) { line in numbers.withLock { $0.append(Int32(line) ?? 0) } }
        return nil
      } catch { return error }
    }
    while numbers.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    #expect(await task.value == .cancelled(tool: "sh"))
    #expect(await allGone(numbers.withLock { $0 }))
  }

  @Test func `a task that is cancelled already starts nothing`() async {
    let task = Task { () async -> HostToolError? in
      try? await Task.sleep(for: .seconds(10))
      do throws(HostToolError) {
        _ = try await HostTool.run("true", [])
        return nil
      } catch { return error }
    }
    task.cancel()
    #expect(await task.value == .cancelled(tool: "true"))
  }

  @Test func `lines come as they are written, and a long one in pieces`() async throws {
    let lines = Mutex<[String]>([])
    let output = try await HostTool.stream(
      "sh", ["-c", "printf 'one\\r\\n\\n12345678901\\nlast'"], timeout: .seconds(10), lineLimit: 10
    ) { line in lines.withLock { $0.append(line) } }
    #expect(output.status.isSuccess)
    #expect(lines.withLock { $0 } == ["one", "", "1234567890", "1", "last"])
  }

  @Test func `the log holds both outputs`() async throws {
    let log = "/tmp/vmrun-log-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { unlink(log) }
    let output = try await HostTool.stream(
      "sh", ["-c", "echo step; echo detail >&2; exit 69"], timeout: .seconds(10), logFile: log
    ) { _ in }
    #expect(output.status == .exited(69))
    #expect(output.standardError == "detail\n")
    let text = try await HostTool.run("sort", [log]).standardOutput
    #expect(text == "detail\nstep\n")
  }

  /// Gone, or a zombie that only its new parent has to reap.
  private func allGone(_ processes: [Int32]) async -> Bool {
    for _ in 0..<100 {
      let alive = processes.filter { process in
        guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 512)
        guard fgets(&text, 512, file) != nil else { return false }
        return !String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(") Z ")
      }
      if alive.isEmpty { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }
}
