internal import JSON
package import QMP
internal import Synchronization
internal import Wording

/// Results on a terminal, events above the prompt.
package final class TerminalOutput: ShellOutput {
  private let editor: @Sendable () -> LineEditor?
  private let palette: Palette
  private let format: ShellFormat
  private let prompt: @Sendable () async -> Prompt
  /// What comes while a pager has the screen; nil: none has.
  private let held = Mutex<[String]?>(nil)

  init(
    palette: Palette, format: ShellFormat, editor: @escaping @Sendable () -> LineEditor?,
    prompt: @escaping @Sendable () async -> Prompt
  ) {
    self.palette = palette
    self.format = format
    self.editor = editor
    self.prompt = prompt
  }

  package func show(_ result: ShellResult) async {
    guard format == .pretty else { return say(result.json.compact) }
    let (columns, rows) = Screen.size
    let text = result.text(palette, width: columns)
    let height = text.split(separator: "\n", omittingEmptySubsequences: false).count
    guard height >= rows else { return say(text) }
    held.withLock { $0 = [] }
    let wasShown = await Pager.show(text)
    let late = held.withLock { held in
      defer { held = nil }
      return held ?? []
    }
    if !wasShown { say(text) }
    for text in late { say(text) }
  }

  package func note(_ text: String) { say(palette.quiet(text.printable)) }

  package func report(_ error: ShellError) { say(palette.failure("error: ") + error.message.printable) }

  package func report(_ event: QMPEvent) { say(EventLine.text(event, palette)) }

  package func promptChanged() async { editor()?.setPrompt(await prompt()) }

  package func confirm(_ question: String) async -> Bool {
    guard let editor = editor(), case .line(let answer) = await editor.readLine(Prompt("\(question) [y/N] ")) else {
      return false
    }
    return answer.trimmingCharacters.lowercased().hasPrefix("y")
  }

  private func say(_ text: String) {
    let isHeld = held.withLock { held in
      held?.append(text)
      return held != nil
    }
    if isHeld { return }
    if let editor = editor() { editor.show(text) } else if !text.isEmpty { Screen.write(text + "\n") }
  }
}
