internal import JSON

/// A recorded session: commands with what came of each.
struct Recording: Equatable {
  struct Step: Equatable {
    var command: String
    var results: [JSONValue] = []
    var failed = false
  }

  private(set) var steps: [Step] = []

  /// - Throws: `ShellError` for a line that no recording has.
  init(_ text: String) throws(ShellError) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let rest = String(line.dropFirst(2))
      switch line.first {
      case nil, "#", "*": continue
      case ">": steps.append(Step(command: rest))
      case "|" where !steps.isEmpty: steps[steps.count - 1].command += "\n" + rest
      case "!" where !steps.isEmpty: steps[steps.count - 1].failed = true
      case "<" where !steps.isEmpty:
        do { steps[steps.count - 1].results.append(try JSONValue(parsing: rest)) } catch {
          throw .usage("line \(index + 1) of the recording is broken: \(error)")
        }
      default: throw .usage("line \(index + 1) is none of a recording: it begins with none of > | < ! * #")
      }
    }
  }
}
