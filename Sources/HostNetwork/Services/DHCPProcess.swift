internal import GLib
internal import Glibc
internal import VMProfile

/// The running dnsmasq of one network.
struct DHCPProcess {
  let realm: NetworkRealm
  let record: NetworkRecord

  private var folder: String { realm.files(record.name) }
  private var process: RecordedProcess { RecordedProcess(DHCPServer.process(folder)) }

  /// Starts it. The caller has it on record.
  func start() throws(HostNetworkError) {
    try writeFiles()
    // The user's own namespace reaches the host's resolver through pasta only.
    let resolver = realm.isRootless && record.nat != nil ? NetworkRealm.resolver : nil
    let arguments = DHCPServer.arguments(
      record, folder: folder, resolver: resolver, isRootless: realm.isRootless)
    let words = try realm.prefix() + [try NetworkRealm.path(of: "dnsmasq")] + arguments
    try process.start(words, log: DHCPServer.log(folder))
  }

  /// Waits until it serves.
  ///
  /// - Throws: with its own words when it has ended instead.
  func waitUntilReady() async throws(HostNetworkError) {
    let deadline = ContinuousClock.now + .seconds(10)
    while true {
      let said = DurableFile.text(DHCPServer.log(folder)) ?? ""
      if said.contains(": started, version") { return }
      guard !process.hasEnded, ContinuousClock.now < deadline else {
        throw failure(DurableFile.text(DHCPServer.log(folder)) ?? "")
      }
      try? await Task.sleep(for: .milliseconds(1))
    }
  }

  /// Lets it know who is plugged in now.
  func update() throws(HostNetworkError) {
    try writeFiles()
    // dnsmasq(8): it reads its hosts and reservations again.
    process.identity?.handle?.send(signal: SIGHUP)
  }

  private func writeFiles() throws(HostNetworkError) {
    do throws(GLibError) {
      for (path, text) in [
        (DHCPServer.reservations(folder), DHCPServer.reservationText(record)),
        (DHCPServer.hosts(folder), DHCPServer.hostsText(record)),
      ] {
        try DurableFile.replace(text.utf8, to: path)
        if !realm.isRootless { chmod(path, 0o644) }
      }
    } catch {
      throw HostNetworkError(.failed, error.message)
    }
  }

  private func failure(_ log: String) -> HostNetworkError {
    let said = log.split(whereSeparator: \.isNewline).last.map(String.init) ?? "nothing"
    guard log.contains("Address already in use") else {
      return HostNetworkError(
        .failed, "dnsmasq, which serves DHCP for '\(record.name)', did not come up: it said '\(said)'")
    }
    let port = log.contains("DHCP") && !log.contains("listening socket") ? 67 : 53
    return HostNetworkError(
      .failed,
      "dnsmasq, which serves DHCP for '\(record.name)', cannot listen on port \(port): another server has it on all "
        + "addresses of this host; find it with `ss -lunp 'sport = :\(port)'`, and let it listen on its own interface only "
        + "(dnsmasq: bind-interfaces), or write `dhcp: false`")
  }
}
