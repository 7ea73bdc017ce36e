import Foundation
import Testing

/// `vmrun monitor` on a terminal, of which the test is the user.
final class MonitorTerminal: Sendable {
  let terminal: PseudoTerminal
  let command: RunningCommand

  /// - Parameter controlling: make it the program's own terminal, so that Ctrl-C becomes a signal while no line is read.
  init(_ sandbox: Sandbox, _ words: String..., controlling: Bool = false) throws {
    terminal = try PseudoTerminal()
    let prefix = controlling ? ["setsid", "--ctty", "--wait"] : []
    var command = sandbox.command(
      prefix + [TestHost.vmrun, "monitor"] + words, env: ["TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat"])
    command.terminal = terminal
    self.command = try command.start()
  }

  /// What is on the screen: the text with escape sequences taken out and erased lines dropped.
  var screen: String { ScreenText.of(terminal.text) }

  func type(_ text: String) { terminal.type(text) }

  /// Waits until the screen shows a text.
  func see(_ text: String, timeout: Duration = .seconds(15), sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    try await see("'\(text)'", timeout: timeout, sourceLocation: sourceLocation) { $0.contains(text) }
  }

  func see(
    _ what: String, timeout: Duration = .seconds(15), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: (String) -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + timeout
    while !condition(screen) {
      try #require(
        ContinuousClock.now < deadline, "no \(what) within \(timeout):\n\(screen)", sourceLocation: sourceLocation)
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Types a line and waits for what follows.
  func run(_ line: String, until text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    type(line + "\r")
    try await see(text, sourceLocation: sourceLocation)
  }

  /// The line with the cursor.
  var lastLine: String { screen.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? "" }
}

/// A terminal's screen as far as a line editor uses it: lines, the cursor within the last ones, erasing.
enum ScreenText {
  static func of(_ output: String) -> String {
    var lines: [[Unicode.Scalar]] = [[]]
    var row = 0
    var column = 0
    let scalars = Array(output.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r": column = 0
      case "\n":
        row += 1
        if row == lines.count { lines.append([]) }
      case "\u{8}": column = max(0, column - 1)
      case "\u{7}": break
      case "\u{1B}":
        guard index < scalars.count, scalars[index] == "[" else { continue }
        index += 1
        var parameters = ""
        while index < scalars.count, !(0x40...0x7E).contains(scalars[index].value) {
          parameters.unicodeScalars.append(scalars[index])
          index += 1
        }
        guard index < scalars.count else { continue }
        let count = Int(parameters) ?? 1
        switch scalars[index] {
        case "A": row = max(0, row - count)
        case "B": row = min(lines.count - 1, row + count)
        case "C": column += count
        case "D": column = max(0, column - count)
        case "G": column = max(0, count - 1)
        case "J":
          lines.removeSubrange((row + 1)...)
          lines[row] = Array(lines[row].prefix(column))
        case "K": lines[row] = Array(lines[row].prefix(column))
        case "P": lines[row].removeSubrange(min(column, lines[row].count)..<min(column + count, lines[row].count))
        case "@":
          if column < lines[row].count {
            lines[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
          }
        default: break
        }
        index += 1
      default:
        while lines[row].count < column { lines[row].append(" ") }
        if column < lines[row].count { lines[row][column] = scalar } else { lines[row].append(scalar) }
        column += 1
      }
    }
    return lines.map { line in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: line)
      return String(view)
    }.joined(separator: "\n")
  }
}
