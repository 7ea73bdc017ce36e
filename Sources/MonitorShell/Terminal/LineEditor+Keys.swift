internal import CLibEdit
internal import Glibc

// What keys do; on the editor's thread.
extension LineEditor {
  func complete() -> UInt8 {
    guard let editor, let line else { return UInt8(CC_ERROR) }
    let completion = completing(line.text, line.cursor)
    guard !completion.candidates.isEmpty else { return UInt8(CC_REFRESH_BEEP) }
    let typed = Array(line.text.unicodeScalars)[completion.start..<line.cursor]
    let insertion = completion.insertion
    if completion.candidates.count == 1 || insertion.unicodeScalars.count > typed.count {
      el_deletestr(editor, Int32(typed.count))
      insertion.withWideCharacters { _ = el_winsertstr(editor, $0) }
      return UInt8(CC_REFRESH)
    }
    showAbove([CandidateList.text(completion.candidates.map(\.label), width: Screen.size.columns)])
    return UInt8(CC_NORM)
  }

  func interrupt() -> UInt8 {
    wasInterrupted = true
    if let line {
      eraseLine()
      Screen.write(prompt.coloured + line.text + "^C\r\n")
    }
    return UInt8(CC_EOF)
  }

  /// Ctrl-Z stops the process as it does everywhere; the terminal is the shell's meanwhile.
  func suspend() -> UInt8 {
    guard let editor else { return UInt8(CC_ERROR) }
    eraseLine()
    Screen.write("\u{1B}[?2004l")
    vmrun_el_prepare_terminal(editor, 0)
    // Raised on this thread it takes effect at once: what follows happens after the return. Threads made from
    // a task's thread begin with all signals blocked.
    var stop = sigset_t()
    sigemptyset(&stop)
    sigaddset(&stop, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &stop, nil)
    raise(SIGTSTP)
    vmrun_el_prepare_terminal(editor, 1)
    Screen.write("\u{1B}[?2004h")
    vmrun_el_refresh(editor)
    return UInt8(CC_NORM)
  }
}
