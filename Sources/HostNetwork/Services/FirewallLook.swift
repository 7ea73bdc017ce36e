/// What the host's rules do to forwarded packets, as far as `nft list ruleset` shows it. Pure.
package struct FirewallLook: Sendable, Equatable {
  /// A chain that drops what no rule of it lets through.
  package struct Chain: Sendable, Equatable {
    package var family: String
    package var table: String
    package var name: String
  }

  /// Chains on the forward hook with the policy `drop`.
  package var dropping: [Chain] = []
  /// Whether Docker's chain for the administrator's own rules is there.
  package var hasDocker = false
  /// Whether frames within a bridge pass these chains, too (net.bridge.bridge-nf-call-iptables).
  package var filtersBridges: Bool
  private let ruleset: String

  package init(ruleset: String, filtersBridges: Bool) {
    self.ruleset = ruleset
    self.filtersBridges = filtersBridges
    var place = (family: "", table: "", chain: "")
    for line in ruleset.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ").map { $0.trimmingCharacters(of: "\t;{") }.filter { !$0.isEmpty }
      if words.first == "table", words.count >= 3 { place = (words[1], words[2], "") }
      if words.first == "chain", words.count >= 2 { place.chain = words[1] }
      if place.chain == "DOCKER-USER" { hasDocker = true }
      guard words.starts(with: ["type", "filter", "hook", "forward"]), line.contains("policy drop"),
        place.family == "ip" || place.family == "inet", !place.table.hasPrefix("vmrun-")
      else { continue }
      dropping.append(Chain(family: place.family, table: place.table, name: place.chain))
    }
  }

  /// Sentences for whoever brings the network up; none when the rules already name its bridge.
  func warnings(_ record: NetworkRecord) -> [String] {
    let interface = record.hostInterface ?? record.bridge
    guard let chain = dropping.first, !isNamed(interface) else { return [] }
    var warnings: [String] = []
    if record.nat != nil {
      warnings.append(
        "the host's firewall drops what is forwarded (chain \(chain.name) of table \(chain.family) \(chain.table)), so guests "
          + "do not get beyond the host: let them through with \(commands(chain, interface))")
    }
    if filtersBridges {
      warnings.append(
        "the host's firewall also drops frames between guests, as net.bridge.bridge-nf-call-iptables is 1: turn that off with "
          + "`sysctl -w net.bridge.bridge-nf-call-iptables=0`")
    }
    return warnings
  }

  private func isNamed(_ interface: String) -> Bool {
    ruleset.contains("iifname \"\(interface)\"") && ruleset.contains("oifname \"\(interface)\" ct state")
  }

  private func commands(_ chain: Chain, _ interface: String) -> String {
    if hasDocker || chain.name == "FORWARD" {
      let name = hasDocker ? "DOCKER-USER" : "FORWARD"
      return "`iptables -I \(name) -i \(interface) -j ACCEPT` and `iptables -I \(name) -o \(interface) -m conntrack "
        + "--ctstate RELATED,ESTABLISHED -j ACCEPT`"
    }
    let place = "\(chain.family) \(chain.table) \(chain.name)"
    return "`nft insert rule \(place) iifname \"\(interface)\" accept` and `nft insert rule \(place) oifname "
      + "\"\(interface)\" ct state established,related accept`"
  }
}

extension Substring {
  fileprivate func trimmingCharacters(of set: String) -> String {
    var text = self
    while let first = text.first, set.contains(first) { text.removeFirst() }
    while let last = text.last, set.contains(last) { text.removeLast() }
    return String(text)
  }
}
