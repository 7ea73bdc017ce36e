internal import ArgumentParser
internal import GLib
internal import Glibc
internal import VMRuntime

struct ProfileEdit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change a profile in your editor; it is checked before it takes the file's place.",
    discussion: "$VISUAL or $EDITOR is run on a copy, else vi. With mistakes the file stays as it was.")

  @OptionGroup var argument: ProfileNameArgument
  @Flag(help: "Change your own layer over it, NAME.local.yml, which is made if there is none.") var local = false

  func run() async throws {
    let editing = try ProfileEditing(argument.name, local: local, host: VMHost())
    let file = editing.path.split(separator: "/").last.map(String.init) ?? "profile.yml"
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let folder = try Folder.temporary(prefix: "\(temporary.hasPrefix("/") ? temporary : "/tmp")/vmrun-edit-")
    let copy = "\(folder)/\(file)"
    do {
      try DurableFile.write(editing.original.utf8, to: copy)
      try await change(editing, copy)
    } catch {
      // Nobody's work is thrown away.
      guard let text = DurableFile.text(copy), text != editing.original else {
        try? Folder.remove(folder)
        throw error
      }
      let known = RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
      throw RuntimeError(known.kind, "\(known.message)\n\(file) stays as it was; your text is in \(copy)")
    }
    try Folder.remove(folder)
  }

  private func change(_ editing: ProfileEditing, _ copy: String) async throws {
    while true {
      try await edit(copy)
      guard let text = DurableFile.text(copy) else { throw RuntimeError(.failed, "cannot read \(copy) as UTF-8 text") }
      guard text != editing.original else { return Terminal.message("\(editing.name): nothing changed") }
      do throws(RuntimeError) {
        try editing.check(text)
      } catch {
        guard Terminal.inputIsTerminal else { throw error }
        Failure.report(error)
        guard Terminal.confirm("edit again?") else { throw RuntimeError(error.kind, "there are mistakes in it") }
        continue
      }
      let outcome = try editing.write(text)
      Terminal.message("\(editing.name): written to \(editing.displayed)")
      if let file = outcome.ignoreFile { Terminal.message("\(file): git now leaves Profiles/*.local.yml alone") }
      for name in outcome.broken {
        Terminal.message("\(name): extends it, and has mistakes now: `vmrun profile check \(name)` names them")
      }
      return
    }
  }

  /// Runs the editor in this terminal. Like git's: the value is a shell command.
  private func edit(_ path: String) async throws {
    let names: [String] = ["VISUAL", "EDITOR"]
    let editor = names.lazy.compactMap { getenv($0).map { String(cString: $0) } }.first { !$0.isEmpty }
    var child = ChildProcess(arguments: ["/bin/sh", "-c", "\(editor ?? "vi") \"$1\"", "vmrun", path])
    child.workingDirectory =
      getcwd(nil, 0).map { pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      } ?? "/"
    child.standardInput = STDIN_FILENO
    child.keepsChild = true
    let pid = try child.start()
    // Ctrl-C is for the editor.
    let before = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
    let status = await ChildProcess.waitStatus(of: pid)
    signal(SIGINT, before.0)
    signal(SIGQUIT, before.1)
    guard status == 0 else { throw RuntimeError(.failed, "the editor '\(editor ?? "vi")' failed") }
  }
}
