internal import GLib
internal import Glibc
internal import HostTool
internal import Wording

/// The git program, with nothing of a stranger's repository run: no hooks, filters, submodules, or transports that are
/// programs.
struct GitProgram: Sendable {
  var limits = SourceLimits()
  /// Whether git and ssh may ask for passwords on this process's terminal.
  var isInteractive = false

  /// Settings that go before those of the user and of the repository (git-config(1)).
  private static let settings = [
    "core.hooksPath=/dev/null", "core.symlinks=false", "core.fsmonitor=false", "core.attributesFile=/dev/null",
    "submodule.recurse=false", "fetch.recurseSubmodules=false", "fetch.unpackLimit=1", "fetch.writeCommitGraph=false",
    "gc.auto=0", "maintenance.auto=false", "init.templateDir=", "protocol.allow=never", "protocol.ssh.allow=always",
    "protocol.https.allow=always", "protocol.file.allow=always",
  ]

  // A hook of git's that calls vmrun has variables that would lead git to another repository. What a fetch writes is
  // bounded by the size of its one file, in blocks of 512 bytes (ulimit of sh(1p)).
  private static let script = """
    umask 077
    unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES \
    GIT_NAMESPACE GIT_CEILING_DIRECTORIES GIT_SHALLOW_FILE GIT_EXTERNAL_DIFF GIT_TRACE
    export LC_ALL=C GIT_ALLOW_PROTOCOL=ssh:https:file GIT_LITERAL_PATHSPECS=1 GIT_NO_REPLACE_OBJECTS=1 \
    GIT_ATTR_NOSYSTEM=1
    ulimit -f "$1" 2>/dev/null || :
    if [ -n "$2" ]; then export GIT_TERMINAL_PROMPT="$2"; else
      # What is not here is not fetched either, by whatever command a repository's own settings name.
      export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ALLOW_PROTOCOL=none GIT_NO_LAZY_FETCH=1
    fi
    if [ -n "$3" ]; then export GIT_INDEX_FILE="$3"; fi
    shift 3
    exec "$@"
    """

  /// Runs a command on a repository that is here, without the user's settings: no filter, no attribute counts.
  func local(_ repository: String, _ words: [String], index: String = "") async throws(RuntimeError) -> HostTool.Output
  {
    let words = try self.words(repository, words, prompt: "", index: index)
    do throws(HostToolError) {
      return try await HostTool.run("/bin/sh", words, timeout: .seconds(120), outputLimit: 32 << 20)
    } catch {
      throw Self.failure(error)
    }
  }

  /// The same for a command that has to succeed.
  @discardableResult
  func check(_ repository: String, _ words: [String], index: String = "") async throws(RuntimeError) -> String {
    let output = try await local(repository, words, index: index)
    guard output.status.isSuccess else {
      throw RuntimeError(.failed, "git failed: \(HostTool.lastLines(of: output.standardError))")
    }
    return output.standardOutput
  }

  /// Runs a command that talks to another host, with the user's settings and keys.
  func remote(_ repository: String, _ words: [String], of url: String) async throws(RuntimeError) {
    let words = try self.words(repository, words, prompt: isInteractive ? "1" : "0", index: "")
    guard !isInteractive else { return try await onTerminal(words, of: url) }
    let output: HostTool.Output
    do throws(HostToolError) {
      output = try await HostTool.run("/bin/sh", words, timeout: limits.patience)
    } catch {
      throw Self.failure(error)
    }
    guard output.status.isSuccess else {
      let reason = HostTool.lastLines(of: output.standardError).printable
      throw RuntimeError(.failed, "\(url) cannot be fetched: \(reason)\(hint(output))")
    }
  }

  private func onTerminal(_ words: [String], of url: String) async throws(RuntimeError) {
    var child = ChildProcess(arguments: ["/bin/sh"] + words)
    child.standardInput = STDIN_FILENO
    child.standardOutput = STDERR_FILENO
    child.keepsChild = true
    let pid = try translating { () throws(GLibError) in try child.start() }
    let handle = ProcessHandle(pid: pid)
    let limit = Task { [patience = limits.patience] in
      try await Task.sleep(for: patience)
      handle?.send(signal: SIGTERM)
    }
    let status = await ChildProcess.waitStatus(of: pid)
    limit.cancel()
    guard status == 0 else { throw RuntimeError(.failed, "\(url) cannot be fetched: git says why above") }
  }

  /// The part of git that writes is ended by the kernel at the limit (SIGXFSZ of signal(7)).
  private func hint(_ output: HostTool.Output) -> String {
    let isTooLarge = output.status == .signaled(SIGXFSZ) || output.standardError.contains("signal \(SIGXFSZ)")
    return isTooLarge ? "\nit is larger than the \(limits.packBytes >> 20) MiB that a source may have" : ""
  }

  private func words(
    _ repository: String, _ words: [String], prompt: String, index: String
  ) throws(RuntimeError) -> [String] {
    let git: String
    do throws(HostToolError) { git = try HostTool.require("git") } catch { throw RuntimeError(error) }
    return ["-c", Self.script, "vmrun", "\(limits.packBytes / 512)", prompt, index, git]
      + Self.settings.flatMap { ["-c", $0] } + ["--git-dir=\(repository)"] + words
  }

  private static func failure(_ error: HostToolError) -> RuntimeError {
    if case .timedOut = error { return RuntimeError(.timedOut, error.description) }
    return RuntimeError(error)
  }
}
