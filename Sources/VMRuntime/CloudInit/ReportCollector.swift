internal import Synchronization

/// A report that another task's lines go into.
final class ReportCollector: Sendable {
  private let value = Mutex(CloudInitReport())

  var report: CloudInitReport { value.withLock { $0 } }

  func add(_ line: String) -> [CloudInitStage] { value.withLock { $0.add(line) } }
}
