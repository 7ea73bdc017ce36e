/// The host's own end of a UDP socket: an address, for pairs of machines with a port.
struct LocalAddress: TextValue {
  let host: IPv4Address
  let port: UInt16?

  init(parsing text: String) throws(InvalidValue) {
    if let host = IPv4Address(text) {
      (self.host, port) = (host, nil)
    } else if let socket = SocketAddress(text) {
      (host, port) = (socket.host, socket.port)
    } else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
  }

  var description: String { port.map { "\(host):\($0)" } ?? "\(host)" }

  static let expectation = "an address of this host such as 127.0.0.1, or with a port such as 127.0.0.1:4001"
}
