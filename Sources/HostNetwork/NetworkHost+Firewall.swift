internal import GLib
internal import HostTool

extension NetworkHost {
  /// What the host's own firewall does to a network's guests, with the commands that let them through. Empty where it
  /// cannot be asked.
  ///
  /// - Parameter ruleset: what `nft list ruleset` says, where that is known already.
  func firewallWarnings(_ record: NetworkRecord, ruleset: String? = nil) async -> [String] {
    let bridgeCalls = DurableFile.text("/proc/sys/net/bridge/bridge-nf-call-iptables")?.trimmingSpaces == "1"
    guard !realm.isRootless, bridgeCalls || record.nat != nil else { return [] }
    guard let ruleset = if let ruleset { ruleset } else { await listedRules() } else { return [] }
    return FirewallLook(ruleset: ruleset, filtersBridges: bridgeCalls).warnings(record)
  }

  private func listedRules() async -> String? {
    guard HostTool.find("nft") != nil, let output = try? await realm.run("nft", ["list", "ruleset"]),
      output.status.isSuccess
    else { return nil }
    return output.standardOutput
  }
}
