internal import GLib
internal import VMProfile

extension NetworkHost {
  /// Whether a network could come up; changes nothing.
  ///
  /// - Returns: what the user should know all the same.
  package func check(_ request: Request) async throws(HostNetworkError) -> [String] {
    let name = request.network.name.description
    if let record = record(name), isStanding(record) {
      try requireSame(record, request)
      return await firewallWarnings(record)
    }
    if NetworkRecord(path: realm.record(name)) != nil {
      return [
        "a vmrun that was killed left it half made: `vmrun net up \(name)` begins anew, `vmrun net down \(name)` clears it away"
      ]
    }
    try requireTools(request.network)
    if request.network.switchKind != .linux { _ = try NetworkRealm.path(of: "ovs-vsctl") }
    // Without a namespace there is nothing that could be in the way.
    guard !realm.isRootless || realm.holder != nil else { return [] }
    let look = try realm.look()
    let plan = NetworkPlan(request.network, look: look, others: records().filter { $0.name != name }, salt: salt)
    try plan.check()
    return await firewallWarnings(plan.record())
  }

  /// Looks for the programs that a network needs: one that is missing halfway could not undo what it would have done.
  func requireTools(_ network: NetworkProfile) throws(HostNetworkError) {
    let tools =
      ["ip"] + (network.dhcp == nil ? [] : ["dnsmasq"]) + (network.nat == .off && !network.isIsolated ? [] : ["nft"])
      + (realm.isRootless ? ["unshare", "nsenter"] : [])
    if realm.isRootless, let interface = network.uplink {
      throw HostNetworkError(
        .noPermission, "`uplink: \(interface)` needs root: only root may put an interface of the host into a bridge")
    }
    for tool in tools { _ = try NetworkRealm.path(of: tool) }
  }
}
