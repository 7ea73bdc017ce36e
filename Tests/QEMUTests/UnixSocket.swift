import Glibc
import JSON
import Testing

/// A blocking client of a QMP monitor, as plain as it can be; every read has a deadline.
final class UnixSocket {
  let descriptor: Int32
  private var buffer: [UInt8] = []

  init(connectingTo path: String, seconds: Double) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      let candidate = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
      try #require(candidate >= 0)
      if Self.withAddress(path, { connect(candidate, $0, $1) }) == 0 {
        descriptor = candidate
        break
      }
      close(candidate)
      try #require(ContinuousClock.now < deadline, "nobody listens on \(path)")
      usleep(10000)
    }
    var timeout = timeval(tv_sec: Int(seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Ports of the loopback address that were free a moment ago.
  static func freePorts(_ count: Int) -> [UInt16] {
    let sockets = (0..<count).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0) }
    defer { for descriptor in sockets { close(descriptor) } }
    return sockets.map { descriptor in
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      return withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = bind(descriptor, $0, length)
          _ = getsockname(descriptor, $0, &length)
        }
        return UInt16(bigEndian: $0.pointee.sin_port)
      }
    }
  }

  init(listeningOn path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    try #require(Self.withAddress(path) { bind(descriptor, $0, $1) } == 0)
    try #require(listen(descriptor, 16) == 0)
  }

  deinit { close(descriptor) }

  /// Sends a command and returns the next message that is not an event.
  func execute(_ command: String, _ arguments: JSONValue? = nil) throws -> JSONValue {
    var request: JSONObject = ["execute": .string(command)]
    request["arguments"] = arguments
    let line = JSONValue.object(request).compactBytes + [UInt8(ascii: "\n")]
    try #require(send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count)
    while true {
      let answer = try message()
      if answer["event"] == nil { return answer }
    }
  }

  func message() throws -> JSONValue {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[..<end])
        buffer.removeFirst(end + 1)
        return try JSONValue(parsing: line)
      }
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      try #require(count > 0, "the monitor closed, or said nothing in time")
      buffer += chunk[..<count]
    }
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
