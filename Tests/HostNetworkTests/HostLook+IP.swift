import JSON
import VMProfile

@testable import HostNetwork

/// What `ip -j -d address show` and `ip -j route show` print of the same things: for fixtures, and as a second opinion.
extension HostLook {
  init(ipAddresses: String, ipRoutes: String) throws {
    let links = try JSONValue(parsing: ipAddresses).arrayValue ?? []
    let routes = ipRoutes.contains("[") ? try JSONValue(parsing: ipRoutes).arrayValue ?? [] : []
    self.init(links: links.compactMap(HostLink.init(ip:)), routes: routes.compactMap(HostRoute.init(ip:)))
  }
}

extension HostLink {
  init?(ip json: JSONValue) {
    guard let name = json["ifname"]?.stringValue else { return nil }
    let addresses = (json["addr_info"]?.arrayValue ?? []).compactMap { item -> IPv4Interface? in
      guard item["family"]?.stringValue == "inet", let address = item["local"]?.stringValue,
        let length = item["prefixlen"]?.intValue
      else { return nil }
      return IPv4Address(address).flatMap { IPv4Interface(address: $0, prefixLength: length) }
    }
    self.init(
      name: name, mac: json["address"]?.stringValue ?? "", kind: json["linkinfo"]?["info_kind"]?.stringValue,
      master: json["master"]?.stringValue, mtu: json["mtu"]?.intValue ?? 0,
      isUp: (json["flags"]?.arrayValue ?? []).contains("UP"), addresses: addresses)
  }
}

extension HostRoute {
  init?(ip json: JSONValue) {
    guard let text = json["dst"]?.stringValue else { return nil }
    self.init(
      destination: text == "default" ? nil : IPv4Interface(text.contains("/") ? text : "\(text)/32"),
      device: json["dev"]?.stringValue ?? json["nexthops"]?.arrayValue?.first?["dev"]?.stringValue,
      metric: json["metric"]?.intValue ?? 0)
  }
}
