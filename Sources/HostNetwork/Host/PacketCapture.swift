internal import CLinux
internal import GLib
internal import Glibc

/// Writes what crosses an interface to a file, in the format that tcpdump(8) and Wireshark read: packet(7) on one side,
/// pcap-savefile(5) on the other. tcpdump itself gives its privileges up in a way that a user namespace forbids.
package struct PacketCapture: Sendable {
  /// Longest frame that is kept; more than any MTU.
  private static let longest = 262_144

  package var interface: String
  package var file: String
  /// End after this many packets; nil: go on.
  package var count: Int?

  package init(interface: String, file: String, count: Int?) {
    self.interface = interface
    self.file = file
    self.count = count
  }

  /// What a capture came to.
  package struct Outcome: Sendable, Equatable {
    package var packets = 0
    /// Those that the kernel had no room for.
    package var dropped = 0
  }

  /// Captures until `isOver`, or `count`.
  ///
  /// - Parameters:
  ///   - namespaces: where the interface is; nil: where the caller is.
  ///   - started: called once packets are written.
  ///   - isOver: asked several times a second, and after each packet.
  /// - Throws: `HostNetworkError`, `noPermission` without CAP_NET_RAW there.
  package func run(
    in namespaces: NamespaceDescriptors?, started: () -> Void, isOver: () -> Bool
  ) async throws(HostNetworkError) -> Outcome {
    let socket = try open(namespaces)
    defer { close(socket) }
    // As with a card's capture: never over a file that is there, and for nobody else to read.
    let output = Glibc.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard output >= 0 else {
      guard errno != EEXIST else {
        throw HostNetworkError(.failed, "\(file) exists already: choose another name, or remove it")
      }
      throw HostNetworkError(.failed, "cannot write \(file): \(String(cString: strerror(errno)))")
    }
    defer { close(output) }
    try write(Self.header, to: output)
    started()
    var outcome = Outcome()
    var buffer = [UInt8](repeating: 0, count: Self.longest)
    while !isOver(), outcome.packets < count ?? .max {
      guard await MainContextExecutor.shared.isReadable(socket, within: .milliseconds(200)) else { continue }
      let length = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if length < 0, errno == ENETDOWN { break }
      guard length > 0 else { continue }
      try write(Self.record(buffer[..<length]), to: output)
      outcome.packets += 1
    }
    outcome.dropped = Int(vmrun_packet_drops(socket))
    return outcome
  }

  private func open(_ namespaces: NamespaceDescriptors?) throws(HostNetworkError) -> Int32 {
    let kind = Int32(SOCK_RAW.rawValue)
    let socket =
      try namespaces?.socket(AF_PACKET, kind) ?? Glibc.socket(AF_PACKET, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else {
      throw HostNetworkError(.noPermission, "a capture needs the capability NET_RAW: run it as root")
    }
    guard vmrun_packet_listen(socket, interface) == 0 else {
      let code = errno
      close(socket)
      throw HostNetworkError(.failed, "cannot listen on '\(interface)': \(String(cString: strerror(code)))")
    }
    return socket
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(HostNetworkError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw HostNetworkError(.failed, "cannot write \(file): \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Version 2.4, times in microseconds, frames of Ethernet.
  static var header: [UInt8] {
    bytes([UInt32(0xA1B2_C3D4)]) + bytes([UInt16(2), UInt16(4)]) + bytes([0, 0, UInt32(longest), 1])
  }

  /// A frame with the time at which it came.
  static func record(_ frame: ArraySlice<UInt8>) -> [UInt8] {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let length = UInt32(frame.count)
    return bytes([UInt32(truncatingIfNeeded: now.tv_sec), UInt32(now.tv_nsec / 1000), length, length]) + frame
  }

  /// In the byte order of this machine, which the first word tells.
  private static func bytes(_ values: [some FixedWidthInteger]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } }
  }
}
