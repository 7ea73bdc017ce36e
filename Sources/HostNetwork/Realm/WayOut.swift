internal import GLib
internal import HostTool

/// The way out of a user's namespace: pasta(1), which connects it to the host's network as an ordinary program would.
extension NetworkRealm {
  /// Where pasta's own DNS answers inside, whatever the host's resolver is; an address that nobody routes
  /// (RFC 3927).
  static let resolver = "169.254.1.53"

  /// Starts pasta where it is not running. The caller holds the realm's lock.
  ///
  /// - Returns: nil, or why there is no way out.
  func ensureWayOut() async throws(HostNetworkError) -> String? {
    guard isRootless else { return nil }
    let pasta = RecordedProcess(wayOutFile)
    if pasta.isAlive { return nil }
    guard let program = HostTool.find("pasta") else {
      return "there is no way out of the network, as pasta is not on this host: install it with `apt install passt`"
    }
    let base = "/proc/\(try requireHolder().pid)/ns"
    let log = "\(folder)/pasta.log"
    // In the foreground, so that the record is the process's own; no ports, as guests are reached from within; and the
    // gateway is the gateway: pasta would have it stand for the host's loopback, with all that listens there.
    let words = [
      program, "--foreground", "--quiet", "--config-net", "--userns", "\(base)/user", "--netns", "\(base)/net",
      "--no-map-gw", "--tcp-ports", "none", "--udp-ports", "none", "--tcp-ns", "none", "--udp-ns", "none",
      "--dns-forward",
      Self.resolver,
    ]
    try pasta.start(words, log: log)
    let deadline = ContinuousClock.now + .seconds(5)
    while ContinuousClock.now < deadline {
      if try look().defaultInterface != nil { return nil }
      if pasta.hasEnded { break }
      try? await Task.sleep(for: .milliseconds(5))
    }
    await pasta.end()
    let said = (DurableFile.text(log) ?? "").split(whereSeparator: \.isNewline).last.map { ": it said '\($0)'" } ?? ""
    return "there is no way out of the network, as pasta did not come up\(said); has the host a default route?"
  }
}
