internal import Synchronization

/// Tells each stage once, whoever saw it first.
final class ShownStages: Sendable {
  private let stages = Mutex<Set<CloudInitStage>>([])
  private let progress: @Sendable (String) -> Void

  init(progress: @escaping @Sendable (String) -> Void) { self.progress = progress }

  /// The latest one.
  var last: CloudInitStage? {
    stages.withLock { stages in CloudInitStage.allCases.last { stages.contains($0) } }
  }

  func note(_ seen: [CloudInitStage]) {
    let new = stages.withLock { stages in seen.filter { stages.insert($0).inserted } }
    for stage in new { progress("cloud-init \(stage.rawValue)") }
  }
}
