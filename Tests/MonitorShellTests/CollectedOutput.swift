internal import JSON
internal import QMP
internal import Synchronization

@testable internal import MonitorShell

/// An output that a test reads.
final class CollectedOutput: ShellOutput {
  private let lines = Mutex<[String]>([])
  private let answer: Bool

  /// - Parameter answer: to every question.
  init(answer: Bool = false) { self.answer = answer }

  /// Everything so far, each with a mark: `<` result, `!` error, `*` event, `#` note, `?` question.
  var all: [String] { lines.withLock { $0 } }

  func all(_ mark: String) -> [String] { all.filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(2)) } }

  func show(_ result: ShellResult) { add("< " + result.json.compact) }
  func note(_ text: String) { add("# " + text) }
  func report(_ error: ShellError) { add("! " + error.message) }
  func report(_ event: QMPEvent) { add("* " + event.name) }
  func promptChanged() {}

  func confirm(_ question: String) -> Bool {
    add("? " + question)
    return answer
  }

  private func add(_ line: String) { lines.withLock { $0.append(line) } }
}
