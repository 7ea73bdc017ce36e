import Glibc
import Testing

/// A program started by a test, ended by its own pid and never waited on without bound.
final class ChildProcess {
  let pid: pid_t
  private(set) var status: Int32?

  /// - Parameters:
  ///   - output: the file that takes standard output; nil: that of `log`.
  ///   - log: the file that takes standard error.
  ///   - descriptors: open descriptors by the number that the program finds them under.
  init(_ arguments: [String], output: String? = nil, log: String, descriptors: [Int32: Int32] = [:]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if let output {
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 2, 1)
    }
    // Copied out of the way first: one's number may be what another is to become.
    let copies = descriptors.mapValues { fcntl($0, F_DUPFD_CLOEXEC, 256) }
    defer { for copy in copies.values { close(copy) } }
    for (target, copy) in copies { posix_spawn_file_actions_adddup2(&actions, copy, target) }
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let result = posix_spawnp(&pid, arguments[0], &actions, nil, &words, environ)
    try #require(result == 0, "cannot start \(arguments[0]): \(String(cString: strerror(result)))")
    self.pid = pid
  }

  /// Waits for the end; what has not ended by then is killed, and nil returned.
  func wait(seconds: Double) -> Int32? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while status == nil {
      var code: Int32 = 0
      if waitpid(pid, &code, WNOHANG) == pid {
        status = code & 0x7f == 0 ? code >> 8 & 0xff : 128 + code & 0x7f
      } else if ContinuousClock.now > deadline {
        kill(pid, SIGKILL)
        waitpid(pid, &code, 0)
        status = -1
        return nil
      } else {
        usleep(5000)
      }
    }
    return status
  }

  deinit { _ = wait(seconds: 0) }

  /// Standard output of a short program.
  static func output(_ arguments: [String], in folder: String) throws -> String {
    let child = try ChildProcess(arguments, output: "\(folder)/out", log: "\(folder)/err")
    let status = child.wait(seconds: 30)
    try #require(status == 0, "\(arguments) ended with \(String(describing: status))")
    return Fixture.text("\(folder)/out") ?? ""
  }

  static func find(_ program: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return path.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
  }
}
