internal import GLib
internal import Glibc

/// A process that outlives vmrun, found again by a file: its `/proc/PID/stat`, which it wrote there itself before it
/// became the program.
struct RecordedProcess: Sendable {
  let file: String

  init(_ file: String) { self.file = file }

  /// Nil: there is no file, or the process has not written itself down yet.
  var identity: ProcessIdentity? { DurableFile.text(file).flatMap(ProcessIdentity.init(stat:)) }

  var isAlive: Bool { identity?.isAlive == true }

  /// Whether it was started and is gone; one that has not written itself down yet is about to.
  var hasEnded: Bool { DurableFile.text(file)?.isEmpty == false && !isAlive }

  /// Starts the program.
  ///
  /// - Parameter log: gets all that it writes.
  /// - Returns: its process id.
  @discardableResult
  func start(_ words: [String], log: String) throws(HostNetworkError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    let recordDescriptor = open(file, flags, 0o600)
    let logDescriptor = open(log, flags | O_APPEND, 0o600)
    defer {
      close(recordDescriptor)
      close(logDescriptor)
    }
    guard recordDescriptor >= 0, logDescriptor >= 0 else {
      throw HostNetworkError(.failed, "cannot write \(file): \(String(cString: strerror(errno)))")
    }
    var child = ChildProcess(arguments: words)
    child.standardOutput = logDescriptor
    child.standardError = logDescriptor
    child.record = recordDescriptor
    child.newSession = true
    // To hand it to init would take a process more. Most callers end soon, and init gets it then.
    child.keepsChild = true
    do throws(GLibError) {
      let pid = try child.start()
      MainContextExecutor.shared.watchChild(pid) { _ in }
      return pid
    } catch { throw HostNetworkError(.unavailable, "cannot start \(words[0]): \(error)") }
  }

  /// Ends the process, if it still runs, and removes the file.
  func end() async {
    // Its starter may have been killed a moment ago: the process still writes itself down.
    let deadline = ContinuousClock.now + .milliseconds(200)
    while DurableFile.text(file)?.isEmpty == true, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(5))
    }
    // A guard that does its work undoes itself, too.
    if let handle = identity?.handle, handle.pid != getpid() {
      handle.send(signal: SIGTERM)
      if !(await handle.waitForEnd(timeout: .seconds(2))) {
        handle.send(signal: SIGKILL)
        _ = await handle.waitForEnd(timeout: .seconds(2))
      }
    }
    unlink(file)
  }
}
