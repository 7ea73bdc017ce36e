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

/// A program that runs. It is killed with the last reference.
final class RunningCommand: Sendable {
  let pid: Int32
  private let command: Command
  private let began = ContinuousClock.now
  private let outputFile: String
  private let errorFile: String
  private let process: Mutex<Process>

  init(_ command: Command) throws {
    self.command = command
    let base = "/tmp/vmrun-test-\(UUID().uuidString)"
    (outputFile, errorFile) = (base + ".out", base + ".err")
    let process = Process()
    // Found here: /usr/bin/env would be a process in between, which takes the signals.
    let program = command.words[0].contains("/") ? command.words[0] : TestHost.path(of: command.words[0])
    guard let program else { throw TestFailure("\(command.words[0]) is not installed") }
    process.executableURL = URL(filePath: program)
    process.arguments = Array(command.words.dropFirst())
    process.currentDirectoryURL = URL(filePath: command.folder)
    process.environment = command.environment
    for file in [outputFile, errorFile] { try Data().write(to: URL(filePath: file)) }
    process.standardOutput = FileHandle(forWritingAtPath: outputFile)
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    if let terminal = command.terminal {
      process.standardInput = terminal.programEnd
      process.standardOutput = terminal.programEnd
      process.standardError = terminal.programEnd
    } else if let input = command.input {
      let file = base + ".in"
      try Data(input.utf8).write(to: URL(filePath: file))
      process.standardInput = FileHandle(forReadingAtPath: file)
      unlink(file)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    // Swift's worker threads block all signals, and a child would inherit that.
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    pid = process.processIdentifier
    self.process = Mutex(process)
  }

  deinit {
    unlink(outputFile)
    unlink(errorFile)
  }

  var isRunning: Bool { process.withLock { $0.isRunning } }

  var output: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
  var error: String { (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "" }

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
    let (status, reason) = process.withLock { ($0.terminationStatus, $0.terminationReason) }
    return CommandResult(
      status: reason == .exit ? status : 128 + status, output: output, error: error,
      duration: ContinuousClock.now - began)
  }
}
