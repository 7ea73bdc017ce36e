internal import GLib
internal import VMProfile

extension NetworkHost {
  /// Whether a network could come up; changes nothing.
  ///
  /// - Returns: what the user should know all the same.
  package func check(_ request: Request) async throws(HostNetworkError) -> [String] {
    let name = request.network.name.description
    if let record = record(name), isStanding(record) {
      return (record.digest == request.digest ? [] : ["its file has changed since it came up"])
        + (await firewallWarnings(record))
    }
    let tools =
      ["ip"] + (request.network.dhcp == nil ? [] : ["dnsmasq"])
      + (request.network.nat == .off && !request.network.isIsolated ? [] : ["nft"])
      + (request.network.switchKind == .linux ? [] : ["ovs-vsctl"]) + (realm.isRootless ? ["unshare", "nsenter"] : [])
    for tool in tools { _ = try NetworkRealm.path(of: tool) }
    // Without a namespace there is nothing that could be in the way.
    guard !realm.isRootless || realm.holder != nil else { return [] }
    let look = try await realm.look()
    let plan = NetworkPlan(request.network, look: look, others: records().filter { $0.name != name }, salt: salt)
    try plan.check()
    return await firewallWarnings(plan.record())
  }
}
