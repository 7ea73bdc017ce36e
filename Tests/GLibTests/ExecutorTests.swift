import Glibc
import Synchronization
import Testing

@testable import GLib

@Suite("The main context's executor", .timeLimit(.minutes(1)))
struct ExecutorTests {
  private actor Resident {
    nonisolated let executor = MainContextExecutor.shared
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private(set) var count = 0

    func add() { count += 1 }
    func thread() -> pthread_t { pthread_self() }
    func isHome() -> Bool? { executor.isIsolatingCurrentContext() }

    func addFromTimer(_ done: OneShot<Bool>) -> EventSource {
      executor.timer(after: .milliseconds(1)) { [weak self] in
        self?.assumeIsolated { $0.count += 1 }
        done.finish(true)
      }
    }
  }

  @Test func `jobs of many tasks run on one thread, each once`() async {
    let resident = Resident()
    let home = await resident.thread()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask { for _ in 0..<100 { await resident.add() } }
      }
    }
    #expect(await resident.count == 5000)
    #expect(await resident.thread() == home)
    #expect(await resident.isHome() == true)
    #expect(MainContextExecutor.shared.isIsolatingCurrentContext() == false)
  }

  @Test func `a callback is at home in an actor`() async {
    let resident = Resident()
    let done = OneShot<Bool>()
    let timer = await resident.addFromTimer(done)
    #expect(await done.value)
    #expect(await resident.count == 1)
    timer.cancel()
  }

  @Test func `a task can live on the thread and wait for others`() async {
    let resident = Resident()
    let home = await resident.thread()
    let task = Task(executorPreference: MainContextExecutor.shared.tasks) {
      let before = pthread_self()
      for _ in 0..<100 { await resident.add() }
      try? await Task.sleep(for: .milliseconds(1))
      return before == home && pthread_self() == home
    }
    #expect(await task.value)
    #expect(await resident.count == 100)
  }

  @Test func `two tasks that wake each other for ever don't starve a timer`() async {
    let done = Mutex(false)
    let first = Resident()
    let busy = Task(executorPreference: MainContextExecutor.shared.tasks) {
      while !done.withLock({ $0 }) {
        await first.add()
        await Task.yield()
      }
    }
    let waiter = OneShot<Bool>()
    let timer = MainContextExecutor.shared.timer(after: .milliseconds(5)) { waiter.finish(true) }
    #expect(await waiter.value)
    done.withLock { $0 = true }
    await busy.value
    timer.cancel()
  }

  @Test func `timers fire once and not too early, and not at all when cancelled`() async {
    let fired = Mutex<[Int]>([])
    let last = OneShot<Bool>()
    let executor = MainContextExecutor.shared
    let start = ContinuousClock.now
    let timers = [
      executor.timer(after: .milliseconds(60)) {
        fired.withLock { $0.append(60) }
        last.finish(true)
      }, executor.timer(after: .milliseconds(10)) { fired.withLock { $0.append(10) } },
      executor.timer(after: .milliseconds(30)) { fired.withLock { $0.append(30) } },
      executor.timer(after: .seconds(-1)) { fired.withLock { $0.append(0) } },
    ]
    timers[2].cancel()
    #expect(await last.value)
    #expect(ContinuousClock.now - start >= .milliseconds(60))
    // Of timers that are due together GLib promises no order.
    #expect(await eventually { fired.withLock { $0.sorted() } == [0, 10, 60] })
    executor.timer(after: .seconds(Int64.max)) { fired.withLock { $0.append(99) } }.cancel()
  }

  @Test func `a descriptor is readable, or not in time, or the task is cancelled`() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    let executor = MainContextExecutor.shared
    #expect(await executor.isReadable(reader, within: .milliseconds(20)) == false)
    let cancelled = Task { await executor.isReadable(reader, within: .seconds(50)) }
    cancelled.cancel()
    #expect(await cancelled.value == false)
    let waiting = Task { await executor.isReadable(reader, within: .seconds(50)) }
    #expect(write(writer, "x", 1) == 1)
    #expect(await waiting.value)
    var byte: UInt8 = 0
    #expect(read(reader, &byte, 1) == 1)
    close(writer)
    #expect(await executor.isReadable(reader, within: .seconds(50)))
    close(reader)
  }

  @Test func `a signal is handled on the thread`() async {
    let got = OneShot<Bool>()
    let source = MainContextExecutor.shared.onSignal(SIGUSR2) { got.finish(true) }
    kill(getpid(), SIGUSR2)
    #expect(await got.value)
    source.cancel()
  }

  @Test func `the first of several values counts, before or after somebody waits`() async {
    let early = OneShot<Int>()
    early.finish(1)
    early.finish(2)
    #expect(await early.value == 1)
    let late = OneShot<Int>()
    let task = Task { await late.value }
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<10 { group.addTask { late.finish(number) } }
    }
    #expect((0..<10).contains(await task.value))
  }
}
