internal import CGLib
internal import Glibc
internal import Synchronization

/// Runs Swift jobs on a GLib main context that has a thread of its own, or a program's main thread (``runProgram(_:)``).
///
/// An actor that returns this executor lives on that thread, together with the `GSource`s that watch its
/// sockets and timers: a callback may touch the actor's state through `assumeIsolated` without a hop.
///
/// A task that talks to such an actor often can live there too, and saves two switches of threads a call:
/// `Task(executorPreference: MainContextExecutor.shared.tasks) { … }`. It must not block there.
package final class MainContextExecutor: SerialExecutor, @unchecked Sendable {
  /// The one context that vmrun's connections share.
  package static let shared = MainContextExecutor(ownThread: !servesMainThread.load(ordering: .acquiring))

  private static let servesMainThread = Atomic(false)

  // GMainContext and GSource are thread-safe by GLib's own rules (attach, set_ready_time, destroy).
  let context: OpaquePointer
  private let jobs: JobQueue
  /// For tasks that want to run on the context's thread.
  package let tasks: any TaskExecutor

  /// An executor is never freed, as its thread never ends.
  private init(ownThread: Bool) {
    let context = g_main_context_new()!
    self.context = context
    jobs = JobQueue(context)
    tasks = MainContextTaskExecutor(jobs)
    jobs.start { [self] in runJobs() }
    guard ownThread else { return }
    let thread = g_thread_new(
      "vmrun-glib",
      { context in MainContextExecutor.runLoop(OpaquePointer(context)) }, UnsafeMutableRawPointer(context))
    g_thread_unref(thread)
  }

  /// Runs a whole program on the calling thread, which becomes the shared context's own: no other thread is made
  /// before something asks for one, and nothing waits for the scheduler to switch between two.
  ///
  /// Call it once, from `main`, before anything uses ``shared``. What blocks in `body` stops sockets and timers too.
  package static func runProgram(_ body: @escaping @Sendable () async -> Int32) -> Never {
    servesMainThread.store(true, ordering: .releasing)
    Task(executorPreference: shared.tasks) { exit(await body()) }
    _ = runLoop(shared.context)
    fatalError("a main loop that nobody ends has ended")
  }

  private static func runLoop(_ context: OpaquePointer?) -> gpointer? {
    g_main_context_push_thread_default(context)
    g_main_loop_run(g_main_loop_new(context, 0))
    return nil
  }

  package func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job), isTask: false) }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  package func checkIsolated() {
    precondition(g_main_context_is_owner(context) != 0, "not on the GLib main context")
  }

  package func isIsolatingCurrentContext() -> Bool? { g_main_context_is_owner(context) != 0 }

  /// Runs a source's handler, then the jobs that it made ready: without a turn of the loop between them.
  func perform<Result>(_ handler: () -> Result) -> Result {
    jobs.attend()
    defer { runJobs() }
    return handler()
  }

  private func runJobs() {
    let serial = asUnownedSerialExecutor()
    let task = tasks.asUnownedTaskExecutor()
    jobs.drain { job, isTask in
      // A job runs as what it was enqueued for. With another task executor than its own, the runtime would
      // take each await of it for a change of executors.
      if isTask {
        job.runSynchronously(isolatedTo: serial, taskExecutor: task)
      } else {
        job.runSynchronously(on: serial)
      }
    }
  }
}

/// The task executor of a main context; apart from the serial one so that the queue can tell their jobs apart.
private final class MainContextTaskExecutor: TaskExecutor {
  private let jobs: JobQueue

  init(_ jobs: JobQueue) { self.jobs = jobs }

  func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job), isTask: true) }
}
