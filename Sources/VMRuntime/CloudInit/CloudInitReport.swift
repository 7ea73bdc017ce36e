internal import GLib
internal import JSON

/// What a guest told about its set-up, line by line, through `CloudInitScript`.
struct CloudInitReport: Equatable {
  enum End: Equatable {
    case done(source: String?)
    case failed([String])
    /// The image has no cloud-init, or it is switched off there.
    case missing(String)
  }

  private(set) var stages: [CloudInitStage] = []
  private(set) var warnings: [String] = []
  /// Lines of the guest's logs.
  private(set) var log: [String] = []
  /// Nil: not there yet.
  private(set) var end: End?

  /// - Returns: stages that were not known before.
  mutating func add(_ line: String) -> [CloudInitStage] {
    let (word, rest) = Self.split(line)
    switch word {
    case "status": return addStatus(rest)
    case "result":
      let result = (try? JSONValue(parsing: rest))?["v1"]
      let errors = Self.texts(result?["errors"])
      end = errors.isEmpty ? .done(source: result?["datasource"]?.stringValue) : .failed(errors)
    case "log": log.append(rest)
    case "missing": end = .missing("its image does not bring it")
    case "disabled": end = .missing("it is switched off there")
    case "tiny":
      end = rest == "done" ? .done(source: "tiny's own reader of the seed") : .failed([rest])
    default: break
    }
    return []
  }

  /// `status.json`: `stage` is the one that runs, and each has `start`.
  private mutating func addStatus(_ text: String) -> [CloudInitStage] {
    guard let status = (try? JSONValue(parsing: text))?["v1"] else { return [] }
    var new: [CloudInitStage] = []
    for stage in CloudInitStage.allCases where !stages.contains(stage) {
      let isRunning = status["stage"]?.stringValue == stage.statusName
      switch status[stage.statusName]?["start"] {
      case nil, .null?: if !isRunning { continue }
      default: break
      }
      stages.append(stage)
      new.append(stage)
    }
    warnings = CloudInitStage.allCases.flatMap { stage -> [String] in
      let errors = status[stage.statusName]?["recoverable_errors"]?.objectValue
      return (errors?.members ?? []).filter { $0.0 != "DEPRECATED" }.flatMap { Self.texts($0.1) }
    }
    return new
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).map { $0.stringValue ?? $0.compact }
  }

  private static func split(_ line: String) -> (word: String, rest: String) {
    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
  }
}
