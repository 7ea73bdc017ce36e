internal import GLib

/// What cloud-init wrote on the serial console, since the machine was started.
///
/// Every stage begins with `Cloud-init v. 22.4.2 running 'init' at …`, and the last one ends with `Cloud-init v. 22.4.2
/// finished at …`. Warnings stand between: `… cc_runcmd.py[WARNING]: Failed to …`.
struct CloudInitConsole: Equatable {
  var stages: [CloudInitStage] = []
  var isFinished = false
  /// What the last line says about where the settings came from.
  var source: String?
  /// The lines about modules that failed.
  var failures: [String] = []

  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      if let range = line.firstRange(of: "Cloud-init v. ") {
        let words = line[range.upperBound...].split(separator: " ")
        if words.count > 2, words[1] == "running", let stage = CloudInitStage(rawValue: words[2].trimmingQuotes) {
          // A guest that was rebooted begins anew on the same console.
          if stage == .initLocal { self = Self() }
          if !stages.contains(stage) { stages.append(stage) }
        } else if words.count > 1, words[1] == "finished" {
          isFinished = true
          source = line.firstRange(of: "Datasource ").map { line[$0.upperBound...].prefix { $0 != "." }.trimmingSpaces }
        }
      } else if ["[WARNING]: ", "[ERROR]: ", "[CRITICAL]: "].contains(where: line.contains),
        line.contains("ailed")
      {
        failures.append(line.trimmingSpaces)
      }
    }
  }

  private init() {}
}

extension Substring {
  fileprivate var trimmingQuotes: String { String(drop { $0 == "'" }.prefix { $0 != "'" }) }
}
