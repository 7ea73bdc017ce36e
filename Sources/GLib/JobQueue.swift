internal import CGLib
internal import Glibc

/// The jobs of a ``MainContextExecutor``: any thread appends, the context's thread drains.
///
/// One source stands for all of them. It is made ready when a job comes and nobody is about to look; while the
/// thread is at work, a job costs a lock and nothing else. Like the thread it lives as long as the process.
final class JobQueue: @unchecked Sendable {
  /// After so many jobs the sockets and timers have a turn, lest two tasks that wake each other starve them.
  private static let jobsPerTurn = 256

  // A source without prepare and check is dispatched when its ready time has come. GLib keeps the pointer.
  private nonisolated(unsafe) static let functions: UnsafeMutablePointer<GSourceFuncs> = {
    let functions = UnsafeMutablePointer<GSourceFuncs>.allocate(capacity: 1)
    functions.initialize(to: GSourceFuncs())
    functions.pointee.dispatch = { _, callback, data in callback?(data) ?? 0 }
    return functions
  }()

  private typealias Entry = (job: UnownedJob, isTask: Bool)

  private struct State {
    var jobs: [Entry] = []
    /// Whether the thread looks into the queue before it sleeps again.
    var isAttended = false
  }

  private let state: UnsafeMutablePointer<State>
  // The thread sanitizer knows POSIX locks and neither Swift's nor GLib's: with one of these it can vouch for
  // everything that tasks hand to the context's thread.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let source: UnsafeMutablePointer<GSource>

  /// For a context whose thread has not started yet.
  init(_ context: OpaquePointer) {
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
    source = g_source_new(Self.functions, guint(MemoryLayout<GSource>.size))
    g_source_set_ready_time(source, -1)
    g_source_attach(source, context)
  }

  /// Calls `drain` on the context's thread when there are jobs; for ever.
  func start(_ drain: @escaping () -> Void) {
    let box = HandlerBox<Void> { _ in
      drain()
      return true
    }
    g_source_set_callback(source, { HandlerBox<Void>.call($0, ()) }, box.retainedPointer(), releaseVoidHandler)
  }

  func append(_ job: UnownedJob, isTask: Bool) {
    let mustWake = withLock { state in
      state.jobs.append((job, isTask))
      defer { state.isAttended = true }
      return !state.isAttended
    }
    if mustWake { g_source_set_ready_time(source, 0) }
  }

  /// On the context's thread: what is appended from now on is drained without a wake-up.
  func attend() { withLock { $0.isAttended = true } }

  /// On the context's thread: runs the jobs, and those that they append.
  func drain(_ run: (UnownedJob, _ isTask: Bool) -> Void) {
    if g_source_get_ready_time(source) >= 0 { g_source_set_ready_time(source, -1) }
    var count = 0
    while count < Self.jobsPerTurn {
      let batch: [Entry] = withLock { state in
        if state.jobs.isEmpty { state.isAttended = false }
        defer { state.jobs = [] }
        return state.jobs
      }
      if batch.isEmpty { return }
      for (job, isTask) in batch { run(job, isTask) }
      count += batch.count
    }
    g_source_set_ready_time(source, 0)
  }

  private func withLock<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body(&state.pointee)
  }
}
