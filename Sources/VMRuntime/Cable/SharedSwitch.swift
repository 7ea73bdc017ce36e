internal import GLib
internal import Glibc
internal import HostTool

/// A VDE switch by name, started for the first machine that names it and gone with the last, without a process that
/// watches: vde_switch(1) ends at the end of its standard input. That is a FIFO here, and every QEMU on the switch
/// holds it open for writing, so the kernel ends the switch with the last of them, however they end.
struct SharedSwitch {
  /// Private, with what belongs to all switches.
  let folder: String
  let name: String

  private var socket: String { "\(folder)/\(name)" }
  private var lifeline: String { "\(folder)/\(name).life" }
  private var console: String { "\(folder)/\(name).mgmt" }
  private var lock: String { "\(folder)/\(name).lock" }
  private var log: String { "\(folder)/\(name).log" }

  /// Makes sure that the switch runs.
  ///
  /// - Returns: what keeps it running.
  func join() async throws(RuntimeError) -> OpenDescriptor {
    let held = try await acquireLock()
    defer { withExtendedLifetime(held) {} }
    guard mkfifo(lifeline, 0o600) == 0 || errno == EEXIST else {
      throw RuntimeError(GLibError.systemCall("make the FIFO", lifeline))
    }
    if let running = try await joinRunning() { return running }
    return try await start()
  }

  private func acquireLock() async throws(RuntimeError) -> FileLock {
    do throws(GLibError) {
      try PrivateDirectory.ensure(folder)
      if let held = try await FileLock.acquire(lock, timeout: .seconds(30)) { return held }
    } catch {
      throw RuntimeError(error)
    }
    throw RuntimeError(
      .timedOut, "another vmrun has been busy with the switch '\(name)' for 30 s: see who holds \(lock)")
  }

  /// - Returns: nil when none runs.
  private func joinRunning() async throws(RuntimeError) -> OpenDescriptor? {
    let deadline = ContinuousClock.now + .seconds(5)
    while true {
      let number = open(lifeline, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      guard number >= 0 else {
        // Nobody reads: there is no switch, or it has tidied up and is gone.
        if errno == ENXIO { return nil }
        throw RuntimeError(GLibError.systemCall("open", lifeline))
      }
      let end = OpenDescriptor(number)
      // Its last machine may have ended a moment ago, and then it is about to end. One that answers now saw no end.
      if await answers(within: .seconds(1)) { return end }
      guard ContinuousClock.now < deadline else {
        throw RuntimeError(.timedOut, "the switch '\(name)' runs and does not answer: end its vde_switch, see \(log)")
      }
      withExtendedLifetime(end) {}
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  private func start() async throws(RuntimeError) -> OpenDescriptor {
    let program: String
    do throws(HostToolError) { program = try HostTool.require("vde_switch") } catch { throw RuntimeError(error) }
    // One that was killed leaves them behind.
    do throws(GLibError) { for path in [socket, console] { try Folder.remove(path) } } catch {
      throw RuntimeError(error)
    }
    let input = open(lifeline, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let output = open(lifeline, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    let logFile = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    let descriptors = [input, output, logFile].map(OpenDescriptor.init)
    guard descriptors.allSatisfy({ $0.number >= 0 }) else {
      throw RuntimeError(GLibError.systemCall("prepare", "the switch '\(name)' in \(folder)"))
    }
    var child = ChildProcess(
      arguments: [
        program, "--sock", socket, "--mode", "0600", "--dirmode", "0700", "--mgmt", console, "--mgmtmode", "0600",
        // What the user has for other switches is not for this one.
        "--rcfile", "/dev/null",
      ])
    child.standardInput = input
    child.standardOutput = logFile
    child.standardError = logFile
    child.newSession = true
    do throws(GLibError) { _ = try child.start() } catch {
      throw RuntimeError(.unavailable, "cannot start \(program): \(error)")
    }
    guard await answers(within: .seconds(10)) else {
      let said = QEMULog.lines(log).last.map { " and said: \($0)" } ?? ""
      throw RuntimeError(.failed, "vde_switch did not come up for the switch '\(name)'\(said)")
    }
    return descriptors[1]
  }

  /// Whether the switch greets who connects to its console, which takes a turn of its main loop.
  private func answers(within patience: Duration) async -> Bool {
    let deadline = ContinuousClock.now + patience
    guard let path = try? UnixSocketPath(console) else { return false }
    while ContinuousClock.now < deadline {
      if let connection = try? OpenDescriptor.connected(to: path),
        await MainContextExecutor.shared.isReadable(connection.number, within: deadline - ContinuousClock.now)
      {
        var byte: UInt8 = 0
        if recv(connection.number, &byte, 1, 0) == 1 { return true }
      }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }
}
