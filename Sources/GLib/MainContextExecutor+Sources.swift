internal import CGLib

/// A `GSource` attached to an executor's context; ends with the value.
///
/// The handler runs on the context's thread. It gives true to stay attached.
package final class EventSource: @unchecked Sendable {
  // Only touched by the creator and `cancel`; GLib's reference counting and destroy are thread-safe.
  private let source: UnsafeMutablePointer<GSource>

  init(attaching source: UnsafeMutablePointer<GSource>, to executor: MainContextExecutor) {
    self.source = source
    g_source_attach(source, executor.context)
  }

  package func cancel() { g_source_destroy(source) }

  deinit {
    g_source_destroy(source)
    g_source_unref(source)
  }
}

/// Carries a Swift closure through GLib's user data pointer.
final class HandlerBox<Argument> {
  let handler: (Argument) -> Bool

  init(_ handler: @escaping (Argument) -> Bool) { self.handler = handler }

  static func call(_ data: gpointer?, _ argument: Argument) -> gboolean {
    guard let data else { return 0 }
    return Unmanaged<HandlerBox<Argument>>.fromOpaque(data).takeUnretainedValue().handler(argument) ? 1 : 0
  }

  func retainedPointer() -> gpointer { Unmanaged.passRetained(self).toOpaque() }
}

let releaseVoidHandler: GDestroyNotify = { Unmanaged<HandlerBox<Void>>.fromOpaque($0!).release() }
private let releaseConditionHandler: GDestroyNotify = { Unmanaged<HandlerBox<UInt32>>.fromOpaque($0!).release() }

extension MainContextExecutor {
  /// Calls `handler` once after `delay` unless the source is cancelled first.
  package func timer(after delay: Duration, _ handler: @escaping () -> Void) -> EventSource {
    let components = delay.components
    // GLib counts milliseconds in 32 bits, which is 49 days. A part of one counts as a whole: never too early.
    let seconds = min(max(0, components.seconds), Int64(guint.max) / 1000 - 1)
    let milliseconds = seconds * 1000 + (max(0, components.attoseconds) + 999_999_999_999_999) / 1_000_000_000_000_000
    let source = g_timeout_source_new(guint(clamping: milliseconds))!
    let box = HandlerBox<Void> { _ in
      self.perform(handler)
      return false
    }
    g_source_set_callback(source, { HandlerBox<Void>.call($0, ()) }, box.retainedPointer(), releaseVoidHandler)
    return EventSource(attaching: source, to: self)
  }

  /// Calls `handler` whenever the descriptor has one of the conditions, until it gives false.
  package func watch(_ descriptor: Int32, for condition: IOCondition, _ handler: @escaping () -> Bool) -> EventSource {
    let source = g_unix_fd_source_new(descriptor, GIOCondition(rawValue: condition.rawValue))!
    // A source that can't recurse leaves the set of polled descriptors while it is handled: two writes to GLib's
    // wake-up descriptor, one read and one poll more for each event. No handler here runs the loop again.
    g_source_set_can_recurse(source, 1)
    let box = HandlerBox<UInt32> { _ in self.perform(handler) }
    let callback: GUnixFDSourceFunc = { _, condition, data in HandlerBox<UInt32>.call(data, condition.rawValue) }
    // GLib's own idiom: a source's callback has the type that its documentation says, cast to GSourceFunc.
    g_source_set_callback(
      source, unsafeBitCast(callback, to: GSourceFunc.self), box.retainedPointer(), releaseConditionHandler)
    return EventSource(attaching: source, to: self)
  }
}

extension MainContextExecutor {
  /// Calls `handler` whenever this process gets the signal: SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 or SIGWINCH.
  package func onSignal(_ number: Int32, _ handler: @escaping () -> Void) -> EventSource {
    let source = g_unix_signal_source_new(number)!
    let box = HandlerBox<Void> { _ in
      self.perform(handler)
      return true
    }
    g_source_set_callback(source, { HandlerBox<Void>.call($0, ()) }, box.retainedPointer(), releaseVoidHandler)
    return EventSource(attaching: source, to: self)
  }
}

/// What a descriptor is watched for.
package struct IOCondition: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let readable = IOCondition(rawValue: G_IO_IN.rawValue | G_IO_HUP.rawValue | G_IO_ERR.rawValue)
  package static let writable = IOCondition(rawValue: G_IO_OUT.rawValue)
}
