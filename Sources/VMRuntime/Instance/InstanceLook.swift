package import GLib

/// One look at an instance: files only, neither QEMU nor the guest is asked.
package struct InstanceLook: Sendable {
  package var record: InstanceRecord?
  package var process: ProcessIdentity?
  package var state: InstanceState
  /// Why it is stopped or crashed; nil while it lives, or when it never ran.
  package var reason: String?

  /// Whether QEMU is there, or about to be.
  package var isAlive: Bool { process != nil || state.isAlive }

  /// What a start knows without looking.
  init(started record: InstanceRecord, pid: Int32) {
    self.record = record
    process = ProcessIdentity(running: pid)
    state = .running
  }

  package init(_ paths: InstancePaths) {
    let record = InstanceRecord(path: paths.record)
    let written = DurableFile.text(paths.process)
    let process = written.flatMap(ProcessIdentity.init(stat:))
    // A number from another boot means nothing now.
    let isThisBoot = record?.run?.bootID == HostClock.bootID
    let alive = isThisBoot && process?.isAlive == true
    let journal = EventJournal(path: paths.journalOutput)
    self.record = record
    self.process = alive ? process : nil
    guard !(isThisBoot && written?.isEmpty == true) else {
      // A start has come as far as to clear what the last run left, and no further yet.
      let isHeld = (try? FileLock.isHeld(paths.lock)) ?? false
      (state, reason) = isHeld ? (.starting, nil) : (.stopped, "its last start was interrupted before QEMU ran")
      return
    }
    (state, reason) = Self.judge(record?.run, alive: alive, isThisBoot: isThisBoot, journal: journal) {
      QEMULog.lastLine(paths.qemuLog)
    }
  }

  /// The state that follows from what is on record. Pure but for `log`, the last line that QEMU wrote.
  package static func judge(
    _ run: RunRecord?, alive: Bool, isThisBoot: Bool, journal: EventJournal, log: () -> String?
  ) -> (InstanceState, String?) {
    guard let run else { return (.stopped, nil) }
    if alive {
      if !journal.isReady { return (.starting, nil) }
      if journal.guestPanicked { return (.crashed, "the guest's kernel panicked, and QEMU still runs") }
      if journal.isSuspended { return (.suspended, nil) }
      return (journal.isPaused ? .paused : .running, nil)
    }
    if let endedBy = run.endedBy { return (.stopped, "ended by \(endedBy)") }
    if journal.guestPanicked { return (.crashed, "the guest's kernel panicked: its console log tells more") }
    if let reason = journal.shutdownReason { return ended(reason, journal: journal, log: log) }
    guard isThisBoot else { return (.stopped, "the host was restarted while it ran") }
    let said = log().map { ": \($0)" } ?? ", without a word in its log"
    guard journal.isReady else { return (.crashed, "QEMU failed at start\(said)") }
    return (.crashed, "QEMU was killed or failed\(said)")
  }

  /// QEMU's own reasons (qapi/run-state.json, `ShutdownCause`).
  private static func ended(
    _ reason: String, journal: EventJournal, log: () -> String?
  ) -> (InstanceState, String?) {
    switch reason {
    case "guest-shutdown":
      (.stopped, journal.powerButtonPressed ? "the guest shut down when asked to" : "the guest shut itself down")
    case "guest-reset": (.stopped, "the guest asked for a reset")
    case "guest-panic": (.crashed, "the guest's kernel panicked")
    case "host-qmp-quit": (.stopped, "ended by 'quit' on its monitor")
    case "host-signal": (.stopped, "QEMU was ended by a signal (SIGTERM, SIGINT or SIGHUP)")
    case "host-ui": (.stopped, "its window was closed")
    case "host-error": (.crashed, "QEMU gave up\(log().map { ": \($0)" } ?? "")")
    default: (.stopped, "QEMU ended: \(reason)")
    }
  }
}
