import Foundation
import Synchronization

/// A program with its surroundings. Output goes to files, so that a child that outlives the program and
/// still has them open keeps nobody waiting.
struct Command {
  var words: [String]
  var folder: String
  var environment: [String: String]
  var input: String?
  /// Takes the place of all three streams.
  var terminal: PseudoTerminal?

  init(_ words: [String], folder: String, environment: [String: String], input: String? = nil) {
    self.words = words
    self.folder = folder
    self.environment = environment
    self.input = input
  }

  /// Runs it to its end.
  ///
  /// - Throws: `TestFailure` when it takes longer than `timeout`; it is killed then.
  func run(timeout: Duration = .seconds(60)) async throws -> CommandResult {
    try await start().result(timeout: timeout)
  }

  func start() throws -> RunningCommand { try RunningCommand(self) }
}

struct CommandResult: CustomStringConvertible {
  /// The exit status; 128 plus the number of the signal that ended it.
  var status: Int32
  var output: String
  var error: String
  var duration: Duration

  var description: String { "status \(status), stdout: \(output), stderr: \(error)" }
}

/// A program that runs. Foundation's `Process` keeps descriptors of programs whose children live on, and its
/// children inherit blocked signals, so this is posix_spawn(3).
final class RunningCommand: Sendable {
  /// Held while a child may have this process's descriptors: a script that is open for writing in any process
  /// cannot be run ("text file busy").
  static let forking = Mutex(())

  let pid: Int32
  private let command: Command
  private let began = ContinuousClock.now
  private let outputFile: String
  private let errorFile: String
  /// The wait status (waitpid(2)) once it has ended.
  private let waitStatus = Mutex<Int32?>(nil)

  init(_ command: Command) throws {
    self.command = command
    let base = "/tmp/vmrun-test-\(UUID().uuidString)"
    (outputFile, errorFile) = (base + ".out", base + ".err")
    let program = command.words[0].contains("/") ? command.words[0] : TestHost.path(of: command.words[0])
    guard let program else { throw TestFailure("\(command.words[0]) is not installed") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal = command.terminal {
      for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
        posix_spawn_file_actions_adddup2(&actions, terminal.programEnd.fileDescriptor, stream)
      }
    } else {
      let inputFile = command.input == nil ? "/dev/null" : base + ".in"
      if let input = command.input { try Data(input.utf8).write(to: URL(filePath: inputFile)) }
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, inputFile, O_RDONLY, 0)
      let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputFile, flags, 0o600)
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorFile, flags, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Swift's worker threads block all signals.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    // Swift imports no addchdir action. env(1) becomes the program, so pid and signals are the program's.
    let arguments = ["env", "-C", command.folder, "--", program] + command.words.dropFirst()
    let words = arguments.map { strdup($0) } + [nil]
    let variables = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var pid: pid_t = 0
    let code = Self.forking.withLock { _ in posix_spawn(&pid, "/usr/bin/env", &actions, &attributes, words, variables) }
    unlink(base + ".in")
    guard code == 0 else { throw TestFailure("cannot start \(program): \(String(cString: strerror(code)))") }
    self.pid = pid
  }

  deinit {
    if isRunning {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    unlink(outputFile)
    unlink(errorFile)
  }

  var isRunning: Bool {
    waitStatus.withLock { known in
      guard known == nil else { return false }
      var status: Int32 = 0
      guard waitpid(pid, &status, WNOHANG) != 0 else { return true }
      known = status
      return false
    }
  }

  var output: String { Self.text(outputFile) }
  var error: String { Self.text(errorFile) }

  private static func text(_ file: String) -> String {
    FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func send(_ signal: Int32) { if isRunning { kill(pid, signal) } }

  func result(timeout: Duration = .seconds(60)) async throws -> CommandResult {
    let deadline = ContinuousClock.now + timeout
    while isRunning {
      guard ContinuousClock.now < deadline else {
        send(SIGKILL)
        throw TestFailure(
          "\(command.words.joined(separator: " ")) did not end within \(timeout); stdout: \(output), stderr: \(error)")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
    let status = waitStatus.withLock { $0 ?? 0 }
    let signal = status & 0x7F
    return CommandResult(
      status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: output, error: error,
      duration: ContinuousClock.now - began)
  }
}
