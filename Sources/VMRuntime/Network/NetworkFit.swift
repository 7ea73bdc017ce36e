internal import GLib
internal import VMProfile

/// Whether the profiles that name a network fit into it, and beside each other. Pure.
struct NetworkFit {
  let network: NetworkProfile
  /// Cards that no start would plug in.
  private(set) var mistakes: [Diagnostic] = []
  /// Cards of which only one can be plugged in at a time, as variants of one machine may be meant to.
  private(set) var notes: [Diagnostic] = []
  private var owners: [IPv4Address: String] = [:]
  private var reserved: Set<IPv4Address> = []

  init(_ network: NetworkProfile) {
    self.network = network
    if let address = network.address { owners[address.address] = "the host itself has" }
    for namespace in network.namespaces {
      if let address = namespace.address { owners[address.address] = "the namespace '\(namespace.name)' has" }
    }
    reserved = Set(owners.keys)
  }

  /// Looks at a profile's cards.
  mutating func add(_ profile: Profile) {
    for (index, nic) in profile.nics.enumerated() where nic.attachment == .network(network.name) {
      guard let address = nic.address else { continue }
      let keyPath = "nics[\(index)].address"
      let place = profile.locations[keyPath] ?? SourceLocation(file: "\(profile.name).yml", line: 1, column: 1)
      let owner = owners.updateValue("nic\(index) of '\(profile.name)' has", forKey: address.address)
      if let host = network.address, !host.contains(address.address) || host.prefixLength != address.prefixLength {
        let range = "\(host.network)/\(host.prefixLength)"
        mistakes.append(
          Diagnostic(location: place, message: "'address' is '\(address)', and network '\(network.name)' is \(range)"))
      } else if let owner {
        let diagnostic = Diagnostic(
          location: place, message: "'address' is '\(address)', which \(owner) already in network '\(network.name)'")
        if reserved.contains(address.address) { mistakes.append(diagnostic) } else { notes.append(diagnostic) }
      }
    }
  }
}
