package import VMProfile

/// The interfaces, routes and named namespaces of a network namespace at one moment.
package struct HostLook: Sendable {
  package var links: [HostLink]
  package var routes: [HostRoute]
  /// As `ip netns list` has them.
  package var namespaces: Set<String>

  package init(links: [HostLink], routes: [HostRoute], namespaces: Set<String> = []) {
    self.links = links
    self.routes = routes
    self.namespaces = namespaces
  }

  package func link(_ name: String) -> HostLink? { links.first { $0.name == name } }

  /// The interface of the default route with the lowest metric.
  package var defaultInterface: String? {
    routes.filter { $0.destination == nil }.min { $0.metric < $1.metric }?.device
  }

  /// What else on this host has addresses of a network, in words; nil: nothing.
  ///
  /// - Parameter except: interfaces that do not count.
  package func clash(with network: IPv4Interface, except: Set<String>) -> String? {
    for link in links where !except.contains(link.name) {
      for address in link.addresses where address.overlaps(network) { return "\(link.name) has \(address)" }
    }
    for route in routes {
      guard let destination = route.destination, let device = route.device, !except.contains(device),
        destination.overlaps(network)
      else { continue }
      return "a route to \(destination) leads through \(device)"
    }
    return nil
  }

  /// A network of the same size that nothing on this host has, with the same last octets; nil: none was found.
  package func proposal(like network: IPv4Interface, except: Set<String>) -> IPv4Interface? {
    let host = network.address.value & ~network.netmask.value
    for second in 16...31 {
      // Of 172.0.0.0/8 only 172.16.0.0/12 is private (RFC 1918).
      let bases = [IPv4Address(10, UInt8(second), 0, 0), IPv4Address(172, UInt8(second), 0, 0)]
      for base in network.prefixLength < 12 ? [bases[0]] : bases {
        let address = IPv4Address(value: (base.value & network.netmask.value) | host)
        guard let candidate = IPv4Interface(address: address, prefixLength: network.prefixLength),
          clash(with: candidate, except: except) == nil
        else { continue }
        return candidate
      }
    }
    return nil
  }
}

extension IPv4Interface {
  /// Whether the two networks have an address in common.
  package func overlaps(_ other: IPv4Interface) -> Bool {
    network <= other.broadcast && other.network <= broadcast
  }
}
