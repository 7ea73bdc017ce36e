internal import CLibEdit
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Line editing by libedit, on a thread of its own, since libedit waits for keys.
///
/// Only that thread touches libedit. What others want to show meanwhile waits in a queue: the thread takes the line
/// off the screen, prints, and puts the line back as it was.
package final class LineEditor: @unchecked Sendable {
  package enum Input: Sendable, Equatable {
    case line(String)
    /// Ctrl-C.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal is gone.
    case end
  }

  private struct State {
    var request: Request?
    var isReading = false
    var notices: [String] = []
    var prompt: Prompt?
    var isResized = false
    var isClosing = false
    /// Lines for the history.
    var remembered: [String] = []
  }

  private struct Request {
    let prompt: Prompt
    let answer: CheckedContinuation<Input, Never>
  }

  typealias Completing = @Sendable (_ line: String, _ cursor: Int) -> Completion

  private let state = Mutex(State())
  private let requests = DispatchSemaphore(value: 0)
  private let closed = DispatchSemaphore(value: 0)
  private let wakeReader: Int32
  private let wakeWriter: Int32
  let completing: Completing

  // The editor thread's own.
  var editor: OpaquePointer?
  private var history: OpaquePointer?
  private var input = KeyInput()
  var prompt = Prompt("")
  private var promptText: UnsafeMutablePointer<wchar_t>
  var wasInterrupted = false
  private let terminal: SavedTerminal

  /// - Parameters:
  ///   - terminal: how the terminal was, and will be again.
  ///   - completing: called on the editor's thread, which it may keep waiting.
  init(_ terminal: SavedTerminal, completing: @escaping Completing) {
    self.terminal = terminal
    self.completing = completing
    (wakeReader, wakeWriter) = Pipe.open() ?? (-1, -1)
    for end in [wakeReader, wakeWriter] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    promptText = .allocate(capacity: 1)
    promptText.pointee = 0
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { pointer in
        Unmanaged<LineEditor>.fromOpaque(pointer!).takeRetainedValue().work()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    pthread_detach(thread)
  }

  deinit {
    Glibc.close(wakeReader)
    Glibc.close(wakeWriter)
    promptText.deallocate()
  }

  // MARK: For everybody

  /// Reads a line; one at a time.
  func readLine(_ prompt: Prompt) async -> Input {
    await withCheckedContinuation { continuation in
      state.withLock { $0.request = Request(prompt: prompt, answer: continuation) }
      requests.signal()
    }
  }

  /// Shows text above the line that is being typed, or at once when none is.
  func show(_ text: String) {
    guard !text.isEmpty else { return }
    state.withLock { state in
      if state.isReading { state.notices.append(text) } else { Screen.write(text + "\n") }
    }
    wake()
  }

  /// Changes the prompt of the line that is being typed.
  func setPrompt(_ prompt: Prompt) {
    state.withLock { if $0.isReading { $0.prompt = prompt } }
    wake()
  }

  /// The terminal has another size.
  func resize() {
    state.withLock { $0.isResized = true }
    wake()
  }

  func remember(_ line: String) { state.withLock { $0.remembered.append(line) } }

  /// Gives the terminal back as it was.
  func close() {
    state.withLock { $0.isClosing = true }
    wake()
    requests.signal()
    _ = closed.wait(timeout: .now() + .seconds(1))
  }

  private func wake() {
    var byte: UInt8 = 0
    _ = write(wakeWriter, &byte, 1)
  }

  // MARK: On the editor's thread

  private func work() {
    open()
    while true {
      requests.wait()
      let (request, isClosing) = state.withLock { state -> (Request?, Bool) in
        defer { state.request = nil }
        if state.request != nil { state.isReading = true }
        return (state.request, state.isClosing)
      }
      if isClosing {
        request?.answer.resume(returning: .end)
        break
      }
      guard let request else { continue }
      request.answer.resume(returning: read(request.prompt))
    }
    if let editor { el_end(editor) }
    if let history { history_wend(history) }
    terminal.restore()
    closed.signal()
  }

  private func open() {
    vmrun_el_locale()
    editor = vmrun_el_open("vmrun")
    guard let editor else { return }
    vmrun_el_client_data(editor, Unmanaged.passUnretained(self).toOpaque())
    vmrun_el_prompt_function(editor, { LineEditor.of($0)?.promptText }, 1)
    vmrun_el_reader(editor) { pointer, character in
      guard let character, let scalar = LineEditor.of(pointer)?.nextScalar() else { return 0 }
      character.pointee = wchar_t(scalar.value)
      return 1
    }
    vmrun_el_no_signals(editor)
    terminal.hideTyping()
    history = vmrun_history_open(Int32(History.limit))
    if let history { vmrun_history_use(history, editor) }
    vmrun_el_commands(
      editor, { editor, _ in LineEditor.of(editor)?.complete() ?? 0 },
      { editor, _ in LineEditor.of(editor)?.interrupt() ?? 0 }, { editor, _ in LineEditor.of(editor)?.suspend() ?? 0 })
  }

  private static func of(_ editor: OpaquePointer?) -> LineEditor? {
    guard let editor, let data = vmrun_el_get_client_data(editor) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }

  private func read(_ prompt: Prompt) -> Input {
    let lines = state.withLock { state in
      defer { state.remembered = [] }
      return state.remembered
    }
    if let history { for line in lines { line.withWideCharacters { vmrun_history_enter(history, $0) } } }
    use(prompt)
    wasInterrupted = false
    var count: Int32 = 0
    // libedit itself shows the prompt first: a Ctrl-D typed at once would be the kernel's, and lost.
    if let editor { vmrun_el_prepare_terminal(editor, 1) }
    Screen.write("\u{1B}[?2004h")
    let text = editor.flatMap { el_wgets($0, &count) }
    Screen.write("\u{1B}[?2004l")
    terminal.hideTyping()
    let late = state.withLock { state in
      defer { (state.notices, state.prompt, state.isReading) = ([], nil, false) }
      return state.notices
    }
    for notice in late { Screen.write(notice + "\n") }
    if wasInterrupted { return .interrupted }
    guard let text, count > 0 else { return .end }
    let line = String(wideCharacters: UnsafeBufferPointer(start: text, count: Int(count)))
    return .line(line.hasSuffix("\n") ? String(line.dropLast()) : line)
  }

  private func use(_ prompt: Prompt) {
    self.prompt = prompt
    promptText.deallocate()
    let scalars = prompt.escaped.unicodeScalars.map { wchar_t($0.value) } + [0]
    promptText = .allocate(capacity: scalars.count)
    promptText.initialize(from: scalars, count: scalars.count)
  }

  /// The next key; nil at the end of the terminal.
  private func nextScalar() -> Unicode.Scalar? {
    var isFinal = false
    while true {
      let next = input.next(isFinal: isFinal)
      if case .scalar(let scalar) = next { return scalar }
      // An escape sequence arrives as a whole or not at all: a blink is long enough.
      var sources = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&sources, 2, next == .undecided ? 40 : -1)
      isFinal = ready == 0
      if sources[1].revents != 0, !catchUp() { return nil }
      if sources[0].revents != 0, !readKeys() { return nil }
    }
  }

  private func readKeys() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    input.append(buffer[..<count])
    return count > 0
  }

  /// Does what others asked for while keys were waited for.
  ///
  /// - Returns: false when the editor is to end.
  private func catchUp() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 256)
    while Glibc.read(wakeReader, &buffer, buffer.count) > 0 {}
    let (notices, prompt, isResized, isClosing) = state.withLock { state in
      defer { (state.notices, state.prompt, state.isResized) = ([], nil, false) }
      return (state.notices, state.prompt, state.isResized, state.isClosing)
    }
    if isClosing { return false }
    guard let editor else { return true }
    if isResized { el_resize(editor) }
    guard !notices.isEmpty || prompt != nil || isResized else { return true }
    showAbove(notices, prompt)
    return true
  }

  /// Takes the line off the screen, prints, and puts it back.
  func showAbove(_ texts: [String], _ newPrompt: Prompt? = nil) {
    guard let editor else { return }
    eraseLine()
    for text in texts { Screen.write(text.replacing("\n", with: "\r\n") + "\r\n") }
    if let newPrompt { use(newPrompt) }
    vmrun_el_refresh(editor)
  }

  func eraseLine() {
    vmrun_flush_output()
    let before = line.map { Array($0.text.unicodeScalars.prefix($0.cursor)) } ?? []
    let row = (prompt.width + Screen.width(before)) / Screen.size.columns
    Screen.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
  }

  var line: (text: String, cursor: Int)? {
    guard let editor, let info = el_wline(editor)?.pointee, let start = info.buffer, let end = info.lastchar else {
      return nil
    }
    let text = String(wideCharacters: UnsafeBufferPointer(start: start, count: end - start))
    return (text, info.cursor - start)
  }
}
