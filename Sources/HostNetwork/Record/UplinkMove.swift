/// What an interface had when a bridge took it over, to be given back.
package struct UplinkMove: Codable, Sendable, Equatable {
  /// The physical interface.
  package var interface: String
  package var bridge: String
  /// The interface's own MAC address, which the bridge takes, too.
  package var mac = ""
  /// Whether the interface was up.
  package var wasUp = true
  /// Addresses with their prefix's length, in the words of `ip address add`, without the device.
  package var addresses: [String] = []
  /// Routes in the words of `ip route add`, without the device.
  package var routes: [String] = []
  /// The same for IPv6.
  package var addresses6: [String] = []
  package var routes6: [String] = []

  init(interface: String, bridge: String) {
    self.interface = interface
    self.bridge = bridge
  }
}
