internal import GLib
internal import Glibc
internal import QEMU
internal import QMP

/// Turns a command line into a running QEMU. Each step is safe to be killed after.
struct QEMULaunch {
  let host: VMHost
  let paths: InstancePaths
  let commandLine: QEMUCommandLine
  /// What the cards are plugged into.
  let cables: Cables
  /// Cards without a cable: for the guest their link is down.
  let unplugged: [String]
  /// How long QEMU may take from its start to its first answer.
  let patience: Duration
  /// Whether QEMU stays the child of this process (`vmrun run`).
  let keepsChild: Bool
  /// Gets QEMU's process id as soon as there is one: what is done here costs no time beside QEMU's own.
  var spawned: @Sendable (Int32) -> Void = { _ in }

  /// - Returns: QEMU's process id, with QEMU ready: it answered `query-status`.
  func start() async throws(RuntimeError) -> Int32 {
    // 1. Nothing of the last run is taken for this one, and nothing is taken from a QEMU that somebody runs by hand.
    try await refuseForeignQEMU()
    try clear()
    // 2. The sockets exist before QEMU does: no race, no moment without protection.
    let listeners = try Listeners(paths)
    // 3. The first monitor has a client before it has a server.
    let monitorLock: FileLock? = try translating { () throws(GLibError) in try FileLock.attempt(paths.monitorLock(0)) }
    let monitor: QMPConnection
    do { monitor = try QMPConnection(connectingTo: paths.monitors[0]) } catch { throw RuntimeError(error) }
    // 4. QEMU writes its own process down, then becomes QEMU. The cables are its own from then on: what is at their other
    //    ends ends with it.
    let pid = try spawn(consume listeners)
    cables.close()
    // 5. While it sets itself up, the record reaches the disk. A power cut before that ends QEMU, too, and a disk that
    //    fails is no reason to end it.
    //    Another machine that is started beside this one comes first: its QEMU needs the time more.
    await Task.yield()
    spawned(pid)
    try? DurableFile.flush(paths.record)
    // 6. It is ready when it answers, not when it greets: it may still die on a device after that. The answer comes
    //    from its main loop, which begins when all devices are there and the guest runs.
    do throws(QMPError) {
      try await monitor.negotiate(timeout: patience)
      // Whoever looks now finds it running: the journal has its answer before the next one on this monitor.
      if !EventJournal(path: paths.journalOutput).isReady { _ = try await monitor.queryStatus(timeout: patience) }
      for id in unplugged { try await monitor.setLink(id, up: false) }
    } catch {
      await monitor.close()
      throw await failure(error, pid: pid)
    }
    await monitor.close()
    _ = monitorLock
    return pid
  }

  /// A monitor that is served although no QEMU of vmrun's runs belongs to a pasted `vmrun command`. One that was killed
  /// may be a zombie already while a thread of it still holds its sockets: that passes.
  private func refuseForeignQEMU() async throws(RuntimeError) {
    guard let path = paths.monitors.first, let socket = try? UnixSocketPath(path) else { return }
    for _ in 0..<10 {
      guard (try? UnixSocket(connectingTo: socket)) != nil else { return }
      try? await Task.sleep(for: .milliseconds(200))
    }
    throw RuntimeError(
      .failed,
      "another QEMU uses this disk and serves \(path), and vmrun did not start it: end the one that was started by hand"
    )
  }

  private func clear() throws(RuntimeError) {
    do throws(GLibError) {
      for path in [paths.process, paths.qemuLog, paths.consoleLog, paths.journalOutput] {
        try DurableFile.truncate(path)
      }
    } catch {
      throw RuntimeError(error)
    }
  }

  private func spawn(_ listeners: consuming Listeners) throws(RuntimeError) -> Int32 {
    let log = open(paths.qemuLog, O_WRONLY | O_APPEND | O_CLOEXEC)
    let record = open(paths.process, O_WRONLY | O_CLOEXEC)
    defer {
      close(log)
      close(record)
    }
    guard log >= 0, record >= 0 else { throw RuntimeError(.failed, "cannot write in \(paths.directory)") }
    var child = ChildProcess(
      arguments: [commandLine.program]
        + commandLine.argumentVector(
          descriptors: listeners.targets.merging(cables.targets) { first, _ in first }))
    child.standardOutput = log
    child.standardError = log
    child.descriptors = listeners.mapping + cables.mapping
    child.record = record
    child.newSession = true
    child.keepsChild = keepsChild
    do { return try child.start() } catch {
      throw RuntimeError(.unavailable, "cannot start \(commandLine.program): \(error)")
    }
  }

  /// Why QEMU did not come up: what it wrote, or that it hangs, in which case it is ended.
  private func failure(_ error: QMPError, pid: Int32) async -> RuntimeError {
    let process = DurableFile.text(paths.process).flatMap(ProcessIdentity.init(stat:))
    if let handle = process?.handle {
      // The connection's end precedes the process's end by a moment.
      if case .disconnected = error { _ = await handle.waitForEnd(timeout: .seconds(5)) }
      handle.send(signal: SIGKILL)
      _ = await handle.waitForEnd(timeout: .seconds(5))
    }
    for name in Folder.names(in: paths.sockets) where !name.hasSuffix(".lock") { unlink("\(paths.sockets)/\(name)") }
    if case .timedOut = error {
      return RuntimeError(
        .timedOut,
        "QEMU did not answer on its monitor within \(patience.seconds) s and was ended: see \(paths.qemuLog)")
    }
    let lines = QEMULog.lines(paths.qemuLog)
    if let disk = StartFailure.lockedDisk(lines) {
      return RuntimeError(.failed, "QEMU ended at start, because \(host.inUse(disk))")
    }
    return StartFailure.explain(lines, log: paths.qemuLog)
  }
}
