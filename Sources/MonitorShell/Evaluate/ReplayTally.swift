internal import JSON

/// How the commands of a replay compare with their recording.
struct ReplayTally: Equatable {
  var same = 0
  var otherValue = 0
  var otherOutcome = 0

  /// - Returns: what to say about a step that differs.
  mutating func count(_ step: Recording.Step, results: [JSONValue], failed: Bool) -> String? {
    if failed != step.failed {
      otherOutcome += 1
      return failed ? "recorded as done, now it failed" : "recorded as failed, now it is done"
    }
    if failed || results == step.results {
      same += 1
      return nil
    }
    otherValue += 1
    return "recorded was " + (step.results.map(\.compact).joined(separator: " "))
  }

  var json: JSONValue {
    [
      "same": .integer(Int64(same)), "otherValue": .integer(Int64(otherValue)),
      "otherOutcome": .integer(Int64(otherOutcome)),
    ]
  }

  var text: String { "\(same) the same, \(otherValue) with another value, \(otherOutcome) with another outcome" }
}
