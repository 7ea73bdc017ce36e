internal import CLibEdit

extension LineEditor {
  func bindKeys(_ editor: OpaquePointer) {
    add(editor, "vmrun-complete", "complete the word") { editor, _ in LineEditor.of(editor)?.complete() ?? 0 }
    add(editor, "vmrun-interrupt", "clear the line") { editor, _ in LineEditor.of(editor)?.interrupt() ?? 0 }
    add(editor, "vmrun-suspend", "stop the process") { editor, _ in LineEditor.of(editor)?.suspend() ?? 0 }
    let keys = [
      ("^I", "vmrun-complete"), ("^C", "vmrun-interrupt"), ("^Z", "vmrun-suspend"), ("^R", "em-inc-search-prev"),
      ("^W", "ed-delete-prev-word"), ("\\e[3~", "ed-delete-next-char"), ("\\e[1~", "ed-move-to-beg"),
      ("\\e[4~", "ed-move-to-end"), ("\\e[H", "ed-move-to-beg"), ("\\e[F", "ed-move-to-end"),
      ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"), ("\\eb", "ed-prev-word"), ("\\ef", "em-next-word"),
    ]
    for (key, command) in keys {
      key.withWideCharacters { key in command.withWideCharacters { vmrun_el_bind(editor, key, $0) } }
    }
  }

  private func add(_ editor: OpaquePointer, _ name: String, _ help: String, _ function: @escaping vmrun_el_command) {
    name.withWideCharacters { name in
      help.withWideCharacters { vmrun_el_command_function(editor, name, $0, function) }
    }
  }
}
