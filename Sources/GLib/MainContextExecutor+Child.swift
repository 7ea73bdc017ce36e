internal import CGLib

private final class ChildHandler {
  let handler: (Int32) -> Void
  init(_ handler: @escaping (Int32) -> Void) { self.handler = handler }
}

extension MainContextExecutor {
  /// Calls `handler` once with the wait status when the child ends.
  package func watchChild(_ pid: Int32, _ handler: @escaping (Int32) -> Void) {
    let source = g_child_watch_source_new(pid)!
    let callback: GChildWatchFunc = { _, status, data in
      Unmanaged<ChildHandler>.fromOpaque(data!).takeUnretainedValue().handler(status)
    }
    g_source_set_callback(
      source, unsafeBitCast(callback, to: GSourceFunc.self),
      Unmanaged.passRetained(ChildHandler { status in self.perform { handler(status) } }).toOpaque(),
      { Unmanaged<ChildHandler>.fromOpaque($0!).release() })
    g_source_attach(source, context)
    g_source_unref(source)
  }
}
