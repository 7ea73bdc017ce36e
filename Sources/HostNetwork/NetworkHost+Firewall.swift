internal import GLib
internal import HostTool

extension NetworkHost {
  /// What the host's own firewall does to a network's guests, with the commands that let them through. Empty where it
  /// cannot be asked.
  func firewallWarnings(_ record: NetworkRecord) async -> [String] {
    guard !realm.isRootless, HostTool.find("nft") != nil,
      let output = try? await realm.run("nft", ["list", "ruleset"]), output.status.isSuccess
    else { return [] }
    let bridgeCalls = DurableFile.text("/proc/sys/net/bridge/bridge-nf-call-iptables")?.trimmingSpaces == "1"
    return FirewallLook(ruleset: output.standardOutput, filtersBridges: bridgeCalls).warnings(record)
  }
}
