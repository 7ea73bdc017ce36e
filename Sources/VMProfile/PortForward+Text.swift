internal import Wording

extension PortForward: TextValue {
  /// Reads `8080:80`, `127.0.0.1:8080:80`, `0.0.0.0:53:53/udp`, or `ssh`, which is short for `0:22`.
  ///
  /// - Throws: `InvalidValue` for anything else. An empty host address is refused too: QEMU would listen
  ///   on all addresses of the host, which nobody should get by leaving something out.
  public init(parsing text: String) throws(InvalidValue) {
    guard text != "ssh" else {
      self = .ssh
      return
    }
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, let transport = halves.count == 2 ? Transport(rawValue: String(halves[1])) : .tcp else {
      throw InvalidValue(text: text, reason: "the transport after '/' is tcp or udp")
    }
    let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1, let port = ASCII.decimal(parts[0]) {
      throw InvalidValue(
        text: text, reason: "a forward has two ports, the host's and the guest's: write 0:\(port) or \(port):\(port)")
    }
    guard (2...3).contains(parts.count) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    let host = parts.count == 3 ? try Self.hostAddress(parts[0], text: text) : .loopback
    let ports = parts.suffix(2).map { ASCII.decimal($0).flatMap(UInt16.init(exactly:)) }
    guard let hostPort = ports[0] else { throw Self.badPort("host", parts[parts.count - 2], text: text) }
    guard let guestPort = ports[1] else { throw Self.badPort("guest", parts[parts.count - 1], text: text) }
    let forward = Self(transport: transport, hostAddress: host, hostPort: hostPort, guestPort: guestPort)
    guard let forward else {
      throw InvalidValue(text: text, reason: "the guest port cannot be 0: write the port of the guest's server")
    }
    self = forward
  }

  /// The shortest spelling: `0:22`, `8080:80`, `0.0.0.0:53:53/udp`.
  public var description: String {
    let host = hostAddress == .loopback ? "" : "\(hostAddress):"
    return "\(host)\(hostPort):\(guestPort)" + (transport == .udp ? "/udp" : "")
  }

  static let expectation = "a forward such as 8080:80 (host port, guest port), 0.0.0.0:53:53/udp or ssh"

  private static func hostAddress(_ part: Substring, text: String) throws(InvalidValue) -> IPv4Address {
    guard !part.isEmpty else {
      throw InvalidValue(text: text, reason: "the host address is empty: write 0.0.0.0 to listen on all addresses")
    }
    guard let address = IPv4Address(String(part)) else {
      throw InvalidValue(
        text: text, reason: "the host address '\(Excerpt.of(String(part)))' is not an IPv4 address such as 127.0.0.1")
    }
    return address
  }

  private static func badPort(_ side: String, _ part: Substring, text: String) -> InvalidValue {
    InvalidValue(
      text: text, reason: "the \(side) port '\(Excerpt.of(String(part)))' is not a number from 0 to 65535")
  }
}
