internal import HostTool

/// Open vSwitch through ovs-vsctl(8); its daemons are the host's own.
struct OpenVSwitch {
  let realm: NetworkRealm

  /// Runs one transaction.
  func run(_ words: [String]) async throws(HostNetworkError) {
    guard HostTool.find("ovs-vsctl") != nil else {
      throw HostNetworkError(
        .unavailable, "`switch: ovs` needs Open vSwitch: install it with `apt install openvswitch-switch`")
    }
    // It waits for the daemon, for ever unless told.
    let output = try await realm.run("ovs-vsctl", ["--timeout=10"] + words)
    guard !output.status.isSuccess else { return }
    let said = HostTool.lastLines(of: output.standardError, count: 1)
    if said.contains("database connection failed") {
      throw HostNetworkError(
        .unavailable,
        "Open vSwitch does not run: start it with `systemctl start openvswitch-switch`, or `/usr/share/openvswitch/scripts/ovs-ctl start` "
          + "(it said: \(said))")
    }
    if output.status == .signaled(14) {
      throw HostNetworkError(
        .timedOut,
        "Open vSwitch's daemon did not take the change within 10 s: does ovs-vswitchd run, and has its kernel module "
          + "(`modprobe openvswitch`; else write `switch: ovs-userspace`)?")
    }
    throw HostNetworkError(.failed, "cannot change Open vSwitch: it said: \(said)")
  }

  /// Whether the daemon can be asked.
  ///
  /// - Throws: with what starts it.
  func requireRunning() async throws(HostNetworkError) { try await run(["list-br"]) }

  /// Removes a bridge or a port; no such one is success.
  func remove(bridge: String) async throws(HostNetworkError) {
    guard HostTool.find("ovs-vsctl") != nil else { return }
    try await run(["--if-exists", "del-br", bridge])
  }

  func remove(port: String, of bridge: String) async throws(HostNetworkError) {
    guard HostTool.find("ovs-vsctl") != nil else { return }
    try await run(["--if-exists", "del-port", bridge, port])
  }
}
