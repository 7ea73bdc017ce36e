extension RuntimeError {
  /// Whether QEMU lost a race for a port.
  var isPortTaken: Bool { message.contains(StartFailure.forwardRefused) || message.contains(Passt.portRefused) }
}

/// What QEMU writes when it cannot start, with the cause and the remedy where they are known.
enum StartFailure {
  /// QEMU's message when a forward's port is taken (net/slirp.c).
  static let forwardRefused = "Could not set up host forwarding rule"

  private struct Known {
    let text: String
    let kind: RuntimeError.Kind
    let remedy: String
  }

  private static let known = [
    Known(text: forwardRefused, kind: .failed, remedy: "another program took the port at this moment; start again"),
    Known(
      text: "Failed to get \"write\" lock", kind: .failed,
      remedy: "another QEMU uses this disk: end the one that was started by hand, or wait for a backup to finish"),
    Known(text: "No space left on device", kind: .failed, remedy: "free some space on the disk and start again"),
    Known(
      text: "Cannot allocate memory", kind: .unavailable,
      remedy: "the host has too little memory: lower `memory` in the profile or stop another machine"),
    Known(
      text: "cannot set up guest memory", kind: .unavailable,
      remedy: "the host has too little memory: lower `memory` in the profile or stop another machine"),
    Known(
      text: "can't add socket to multicast group", kind: .unavailable,
      remedy: "the host has no way to that group: write `localaddr: 127.0.0.1` to keep it on this host"),
    Known(
      text: "network script", kind: .failed,
      remedy: "its own words are in QEMU's log: correct the script, or write `script: no`"),
    Known(
      text: "vhost", kind: .failed,
      remedy: "virtiofsd has ended: its own words are in share-*.log beside QEMU's log; `driver: 9p` does without it"),
    Known(text: "Permission denied", kind: .noPermission, remedy: "check who owns the file and the folders above it"),
    Known(
      text: "could not load", kind: .unavailable,
      remedy: "QEMU's firmware files are missing: reinstall its package (seabios, qemu-system-data)"),
  ]

  /// The disk that another process has, if that is why (`raw_check_lock_bytes` in QEMU's block/file-posix.c, and its hint).
  static func lockedDisk(_ lines: [String]) -> String? {
    guard lines.contains(where: { $0.contains("Failed to get") && $0.contains("lock") }),
      let hint = lines.first(where: { $0.contains("using the image [") }), let open = hint.firstIndex(of: "["),
      let close = hint.lastIndex(of: "]"), open < close
    else { return nil }
    return String(hint[hint.index(after: open)..<close])
  }

  /// QEMU's own words, verbatim, and what to do.
  static func explain(_ lines: [String], log: String) -> RuntimeError {
    let errors = lines.filter { !QEMULog.isNoise($0) }
    let match = known.first { entry in lines.contains { $0.contains(entry.text) } }
    // The last line may be no more than a hint to the one that tells.
    let telling = match.flatMap { match in errors.last { $0.contains(match.text) } }
    guard let said = telling ?? errors.last ?? lines.last else {
      return RuntimeError(.failed, "QEMU ended at start without a message (its log \(log) is empty): was it killed?")
    }
    let remedy = match.map { ": \($0.remedy)" } ?? ""
    return RuntimeError(match?.kind ?? .failed, "QEMU ended at start and said: \(said)\(remedy)")
  }
}
