/// Who is at the far end of a port.
package enum TopologyPeer: Equatable, Sendable {
  /// A virtual machine with the network card that is attached: the card's id, its model and its MAC address.
  case machine(name: String, nic: String, model: String, mac: String, isRunning: Bool)
  /// A network namespace of the host and the interface inside it.
  case namespace(name: String, interface: String)
}
