internal import Dispatch
internal import GLib
internal import Glibc
internal import Synchronization

/// The shell on a terminal.
package final class InteractiveShell: Sendable {
  private let shell: Shell
  private let editor: LineEditor
  private let history: History
  private let saved: SavedTerminal
  private let palette: Palette
  private let running = Mutex<Task<LineOutcome, Never>?>(nil)
  /// Ctrl-C came while no line was read.
  private let wasInterrupted = Mutex(false)

  /// - Parameters:
  ///   - historyDirectory: where the history file is kept; made when missing.
  package init(
    target: MonitorTarget, options: ShellOptions, format: ShellFormat, palette: Palette, historyDirectory: String
  ) {
    let parts = Parts()
    let output = TerminalOutput(palette: palette, format: format) {
      parts.editor
    } prompt: {
      Self.prompt(await parts.shell?.prompt ?? "", palette)
    }
    let shell = Shell(target: target, options: options, output: output)
    let saved = SavedTerminal()
    let editor = LineEditor(saved) { line, cursor in
      let done = DispatchSemaphore(value: 0)
      let box = CompletionBox()
      Task.detached {
        box.set(await shell.complete(line, cursor: cursor))
        done.signal()
      }
      // Who presses Tab waits no longer than this, whatever QEMU does.
      guard done.wait(timeout: .now() + .seconds(2)) == .success else { return .none }
      return box.value
    }
    parts.set(shell, editor)
    self.shell = shell
    self.saved = saved
    self.editor = editor
    self.palette = palette
    history = History(directory: historyDirectory)
  }

  /// Reads and runs lines until somebody leaves.
  package func run() async {
    let signals = watchSignals()
    do throws(ShellError) {
      try await shell.attach()
    } catch {
      await shell.waitForStart(error)
    }
    editor.show(palette.quiet(await shell.greeting()))
    for line in history.load() { editor.remember(line) }
    await shell.warmUp()
    await readLines()
    signals.forEach { $0.cancel() }
    editor.close()
    saved.restore()
    await shell.close()
  }

  private func readLines() async {
    var pending = ""
    while true {
      let prompt = pending.isEmpty ? Self.prompt(await shell.prompt, palette) : Prompt("... ")
      switch await editor.readLine(prompt) {
      case .end:
        // The prompt stays on a line of its own, as other shells leave it.
        return Screen.write("\n")
      case .interrupted: pending = ""
      case .line(let line):
        let text = pending.isEmpty ? line : pending + "\n" + line
        let task = Task { await shell.run(text) }
        running.withLock { $0 = task }
        let outcome = await task.value
        running.withLock { $0 = nil }
        let isDropped = wasInterrupted.withLock { flag in
          defer { flag = false }
          return flag
        }
        pending = outcome == .needsMore && !isDropped ? text : ""
        if outcome != .needsMore { await remember(text) }
        if outcome == .leave { return }
      }
    }
  }

  private func remember(_ text: String) async {
    // One line a command, so that a single key brings it back.
    let line = text.replacing("\\\n", with: "").replacing("\n", with: " ")
    guard History.isWorthKeeping(line) else { return }
    editor.remember(line)
    await history.append(line)
  }

  private static func prompt(_ text: String, _ palette: Palette) -> Prompt {
    Prompt(text + "> ", colour: palette.isColoured ? "1;32" : nil)
  }

  private func watchSignals() -> [EventSource] {
    let executor = MainContextExecutor.shared
    let saved = saved
    let interrupt = executor.onSignal(SIGINT) { [weak self] in
      self?.wasInterrupted.withLock { $0 = true }
      self?.running.withLock { $0?.cancel() }
    }
    let resize = executor.onSignal(SIGWINCH) { [weak self] in self?.editor.resize() }
    // Whoever ends the shell finds the terminal as it was.
    let ends = [SIGTERM, SIGHUP].map { number in
      executor.onSignal(number) {
        saved.restore()
        _exit(128 + number)
      }
    }
    return [interrupt, resize] + ends
  }

  private final class Parts: Sendable {
    private let parts = Mutex<(Shell, LineEditor)?>(nil)
    var shell: Shell? { parts.withLock { $0?.0 } }
    var editor: LineEditor? { parts.withLock { $0?.1 } }
    func set(_ shell: Shell, _ editor: LineEditor) { parts.withLock { $0 = (shell, editor) } }
  }

  private final class CompletionBox: Sendable {
    private let box = Mutex(Completion.none)
    var value: Completion { box.withLock { $0 } }
    func set(_ value: Completion) { box.withLock { $0 = value } }
  }
}
