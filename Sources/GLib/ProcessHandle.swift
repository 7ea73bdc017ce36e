internal import CLinux
internal import Glibc

/// A running process held by descriptor (pidfd_open(2)): its number may be given to another process
/// afterwards, the handle never refers to that one.
package final class ProcessHandle: Sendable {
  package let pid: Int32
  private let descriptor: Int32

  /// - Returns: nil when no such process exists.
  package init?(pid: Int32) {
    descriptor = vmrun_pidfd_open(pid)
    guard descriptor >= 0 else { return nil }
    self.pid = pid
  }

  deinit { close(descriptor) }

  /// Sends a signal.
  ///
  /// - Returns: whether the process was still there.
  @discardableResult
  package func send(signal: Int32) -> Bool { vmrun_pidfd_send_signal(descriptor, signal) == 0 }

  package var hasEnded: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  /// Waits for the process to end.
  ///
  /// - Returns: whether it ended within `timeout`.
  package func waitForEnd(timeout: Duration, executor: MainContextExecutor = .shared) async -> Bool {
    if hasEnded { return true }
    return await executor.isReadable(descriptor, within: timeout)
  }
}
