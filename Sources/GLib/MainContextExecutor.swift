internal import CGLib

/// Runs Swift jobs on a GLib main context that has a thread of its own.
///
/// An actor that returns this executor lives on that thread, together with the `GSource`s that watch its
/// sockets and timers: a callback may touch the actor's state through `assumeIsolated` without a hop.
public final class MainContextExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
  /// The one context that vmrun's connections share.
  public static let shared = MainContextExecutor(name: "vmrun-glib")

  // GMainContext is thread-safe by GLib's own rules (attach, invoke, wakeup).
  let context: OpaquePointer

  init(name: String) {
    context = g_main_context_new()
    let thread = g_thread_new(
      name,
      { context in
        let context = OpaquePointer(context)
        g_main_context_push_thread_default(context)
        let loop = g_main_loop_new(context, 0)
        g_main_loop_run(loop)
        return nil
      }, UnsafeMutableRawPointer(context))
    // The loop runs as long as the process; nobody joins the thread.
    g_thread_unref(thread)
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let box = JobBox(job, executor: self)
    let source = g_idle_source_new()
    g_source_set_priority(source, G_PRIORITY_DEFAULT)
    g_source_set_callback(
      source,
      { data in
        Unmanaged<JobBox>.fromOpaque(data!).takeUnretainedValue().run()
        return removeSource
      }, Unmanaged.passRetained(box).toOpaque(), { Unmanaged<JobBox>.fromOpaque($0!).release() })
    g_source_attach(source, context)
    g_source_unref(source)
  }

  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  public func checkIsolated() {
    precondition(g_main_context_is_owner(context) != 0, "not on the GLib main context")
  }

  public func isIsolatingCurrentContext() -> Bool? { g_main_context_is_owner(context) != 0 }
}

/// `G_SOURCE_REMOVE`, a macro that Swift cannot import.
let removeSource: gboolean = 0

private final class JobBox {
  private let job: UnownedJob
  private let executor: MainContextExecutor

  init(_ job: UnownedJob, executor: MainContextExecutor) {
    self.job = job
    self.executor = executor
  }

  func run() {
    job.runSynchronously(isolatedTo: executor.asUnownedSerialExecutor(), taskExecutor: executor.asUnownedTaskExecutor())
  }
}
