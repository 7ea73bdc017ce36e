/// A machine that is plugged into a network.
package struct NetworkMember: Codable, Sendable, Equatable {
  /// The machine's name.
  package var machine: String
  /// Its instance's folder, which tells two users' machines of one name apart and whether QEMU runs.
  package var directory: String
  /// The name by which the network's DNS knows it.
  package var hostName: String
  package var nics: [Card]

  package init(machine: String, directory: String, hostName: String, nics: [Card]) {
    self.machine = machine
    self.directory = directory
    self.hostName = hostName
    self.nics = nics
  }

  /// One of its cards in this network.
  package struct Card: Codable, Sendable, Equatable {
    /// `nic0`, ….
    package var id: String
    package var model: String
    package var mac: String
    /// The fixed address, without its prefix's length; nil: the guest asks by DHCP.
    package var address: String?
    /// The TAP.
    package var interface: String?

    package init(id: String, model: String, mac: String, address: String?) {
      self.id = id
      self.model = model
      self.mac = mac
      self.address = address
    }
  }
}
