internal import GLib

/// A stage of cloud-init's boot, by the name that it has in its own log.
enum CloudInitStage: String, CaseIterable {
  case initLocal = "init-local"
  case initNetwork = "init"
  case config = "modules:config"
  case final = "modules:final"

  /// From `stage` in `status.json`, where a colon is a dash.
  init?(status name: String) {
    guard let stage = Self.allCases.first(where: { $0.statusName == name }) else { return nil }
    self = stage
  }

  /// As a member of `status.json`.
  var statusName: String { rawValue.replacingColon }
}

extension String {
  fileprivate var replacingColon: String { split(separator: ":").joined(separator: "-") }
}
