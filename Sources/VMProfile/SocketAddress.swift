/// An IPv4 address and a port: `127.0.0.1:4000`.
public struct SocketAddress: TextValue {
  /// Where.
  public var host: IPv4Address
  /// 1 to 65535.
  public var port: UInt16

  /// An address with a port.
  public init(host: IPv4Address, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `127.0.0.1:4000`.
  ///
  /// - Throws: `InvalidValue` for anything else. Names are refused: which address one stands for may change between
  ///   the two machines' starts.
  public init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let host = IPv4Address(String(parts[0])) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    guard let port = ASCII.decimal(parts[1]).flatMap(UInt16.init(exactly:)), port > 0 else {
      throw InvalidValue(text: text, reason: "the port is a number from 1 to 65535")
    }
    self.init(host: host, port: port)
  }

  public var description: String { "\(host):\(port)" }

  static let expectation = "an IPv4 address and a port such as 127.0.0.1:4000"
}
