internal import CGLib
internal import CLinux
internal import Glibc

/// How to start a program with chosen descriptors, and what becomes of it.
package struct ChildProcess: Sendable {
  /// The program's path and its arguments.
  package var arguments: [String]
  package var workingDirectory = "/"
  /// The program's input; nil: `/dev/null`.
  package var standardInput: Int32?
  /// Descriptors for output; nil: the caller's own.
  package var standardOutput: Int32?
  package var standardError: Int32?
  /// Descriptors that the program finds under the numbers in `target`; all others are closed.
  package var descriptors: [(source: Int32, target: Int32)] = []
  /// Receives a copy of the child's `/proc/PID/stat` before the program runs (proc(5)): whatever happens
  /// to the caller, the child is on record.
  package var record: Int32?
  /// Whether the program leaves the caller's session, so that the terminal's signals pass it by.
  package var newSession = false
  /// Whether the caller keeps the child and asks for its status with `exitStatus(of:)`. Else the
  /// program is handed to init, and nothing is left to collect.
  package var keepsChild = false
  /// Whether the kernel kills the program when the thread that starts it ends: then nobody is left to use what it does.
  package var diesWithThread = false

  package init(arguments: [String]) { self.arguments = arguments }

  /// Starts the program.
  ///
  /// - Returns: its process id.
  /// - Throws: `GLibError` when there is no such program, or it cannot be started.
  package func start() throws(GLibError) -> Int32 {
    // What the child finds under its own numbers must not overwrite this one. A number far above would make the
    // kernel enlarge the table that the threads share, and wait some 10 ms for them (expand_fdtable, fs/file.c).
    let lowest = (descriptors.map(\.target).max() ?? STDERR_FILENO) + 1
    let recordCopy = record.map { fcntl($0, F_DUPFD_CLOEXEC, lowest) } ?? -1
    defer { if recordCopy >= 0 { close(recordCopy) } }
    var setup = vmrun_child_setup(
      record_fd: recordCopy, new_session: newSession ? 1 : 0, dies_with: diesWithThread ? getpid() : 0)
    let copies = arguments.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    let argv = copies.map { UnsafePointer<CChar>($0) } + [nil]
    let sources = descriptors.map(\.source)
    let targets = descriptors.map(\.target)
    let flags = keepsChild ? G_SPAWN_DO_NOT_REAP_CHILD.rawValue : 0
    var pid: GPid = 0
    var error: UnsafeMutablePointer<GError>?
    let started = g_spawn_async_with_pipes_and_fds(
      workingDirectory, argv, nil, GSpawnFlags(rawValue: flags), { vmrun_child_setup($0) }, &setup,
      standardInput ?? -1, standardOutput ?? -1, standardError ?? -1, sources, targets, gsize(sources.count), &pid, nil,
      nil, nil, &error)
    guard started != 0 else { throw GLibError(consuming: error) }
    return pid
  }

  /// Waits for a child that was started with `keepsChild`.
  ///
  /// - Returns: the wait status, as waitpid(2) gives it.
  package static func waitStatus(of pid: Int32, executor: MainContextExecutor = .shared) async -> Int32 {
    await withCheckedContinuation { continuation in
      executor.watchChild(pid) { continuation.resume(returning: $0) }
    }
  }
}
