internal import CGLib

/// For work that blocks, which tasks must not do.
package enum OwnThread {
  /// Runs `body` on a thread that ends with it.
  package static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let work = Work { continuation.resume(returning: body()) }
      let thread = g_thread_new(
        "vmrun-work",
        { pointer in
          if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
          return nil
        }, Unmanaged.passRetained(work).toOpaque())
      g_thread_unref(thread)
    }
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
