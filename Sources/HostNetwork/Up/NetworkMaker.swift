internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile

/// Makes what a plan says, one step after the other. Whatever it makes is on record already.
struct NetworkMaker: Sendable {
  let realm: NetworkRealm
  let plan: NetworkPlan

  private var folder: String { realm.files(plan.network.name.description) }

  /// Adds the changes that depend on what the host says now: sysctls, rules, servers, the uplink.
  func complete(_ record: inout NetworkRecord) throws(HostNetworkError) {
    // The kernel forwards what comes in where this is 1: for answers that is the way out. `ip_forward` would do it for
    // all interfaces, and reset others of their settings.
    if let out = record.nat, out != "any", let change = Sysctl.change("\(forwarding(out))", to: "1", in: realm) {
      record.changes.append(change)
    }
    if FirewallTable.text(record) != nil { record.changes.append(.table(name: FirewallTable.name(record.name))) }
    if record.dhcpRange != nil {
      record.changes.append(.process(name: "dnsmasq", file: DHCPServer.process(folder)))
    }
  }

  /// Makes what is on record.
  ///
  /// - Returns: the host's rules as nft(8) lists them; nil when the network needed none.
  func make(_ record: NetworkRecord) async throws(HostNetworkError) -> String? {
    // 1. Namespaces, the switch, cables and addresses.
    for namespace in record.namespaces { try await add(namespace: namespace.name) }
    try await runOpenVSwitch(plan.openVSwitchCommands(record))
    try await batch("ip", [], plan.linkCommands(record), to: "make the bridge '\(record.bridge)'")
    if plan.isOpenVSwitch {
      for namespace in record.namespaces {
        try await runOpenVSwitch(PortVLAN.openVSwitchWords(record, interface: namespace.interface))
      }
    }
    try await batch("bridge", [], plan.vlanCommands(record), to: "set up the VLANs of '\(record.bridge)'")
    for namespace in plan.network.namespaces {
      try await batch(
        "ip", ["-n", namespace.name.description], plan.innerCommands(namespace),
        to: "set up the namespace '\(namespace.name)'", mayLackVLANs: false)
    }
    // 2. Servers, which come up while the next step goes on.
    let dhcp = DHCPProcess(realm: realm, record: record)
    if record.dhcpRange != nil { try dhcp.start() }
    // 3. Routing and its rules.
    try await setSysctls(record)
    let ruleset: String? = if let text = FirewallTable.text(record) { try await loadRules(text) } else { nil }
    if record.dhcpRange != nil { try await dhcp.waitUntilReady() }
    return ruleset
  }

  private func add(namespace: String) async throws(HostNetworkError) {
    let output = try await realm.run("ip", ["netns", "add", namespace])
    guard !output.status.isSuccess else { return }
    throw HostNetworkError.refused("ip", output, "make the namespace '\(namespace)'")
  }

  private func runOpenVSwitch(_ words: [String]) async throws(HostNetworkError) {
    guard !words.isEmpty else { return }
    try await OpenVSwitch(realm: realm).run(words)
  }

  /// Runs lines in one process, from a file: the first that fails ends it.
  private func batch(
    _ tool: String, _ options: [String], _ lines: [String], to purpose: String, mayLackVLANs: Bool = true
  ) async throws(HostNetworkError) {
    guard !lines.isEmpty else { return }
    let file = "\(folder)/batch"
    do { try DurableFile.replace((lines.joined(separator: "\n") + "\n").utf8, to: file) } catch {
      throw HostNetworkError(.failed, error.message)
    }
    defer { unlink(file) }
    do {
      try await realm.must(tool, options + ["-batch", file], to: purpose)
    } catch {
      throw mayLackVLANs ? explained(error) : error
    }
  }

  /// What the kernel lacks, where its answer does not say it.
  private func explained(_ error: HostNetworkError) -> HostNetworkError {
    guard plan.network.vlan != nil else { return error }
    let text = error.description
    guard text.contains("Unknown device type") || text.contains("not supported") || text.contains("Invalid argument")
    else { return error }
    return HostNetworkError(
      .unavailable,
      "\(text): this kernel may lack VLANs on bridges (CONFIG_BRIDGE_VLAN_FILTERING) or the module 8021q: load it with "
        + "`modprobe 8021q`, or write `switch: ovs-userspace`")
  }

  private func setSysctls(_ record: NetworkRecord) async throws(HostNetworkError) {
    // Those that go with their interface, or with the namespace, are not on record.
    if let out = record.nat, let interface = record.hostInterface {
      try await Sysctl.set(forwarding(interface), to: "1", in: realm)
      if realm.isRootless, out != "any" { try await Sysctl.set(forwarding(out), to: "1", in: realm) }
    }
    for case .sysctl(let path, let was, let now) in record.changes where was != now {
      try await Sysctl.set(path, to: now, in: realm)
    }
  }

  private func forwarding(_ interface: String) -> String { "net/ipv4/conf/\(interface)/forwarding" }

  /// One process for both: it loads the network's rules and lists all.
  private func loadRules(_ text: String) async throws(HostNetworkError) -> String {
    let file = "\(folder)/rules.nft"
    do { try DurableFile.replace(("list ruleset\n" + text).utf8, to: file) } catch {
      throw HostNetworkError(.failed, error.message)
    }
    return try await realm.must("nft", ["-f", file], to: "load the rules for NAT")
  }
}
