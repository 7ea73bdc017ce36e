internal import GLib
internal import Glibc
internal import VMProfile

/// Finds out which process holds a port, for a message.
enum PortHolder {
  /// `process 'nginx' (pid 812)`; nil when this user may not see it.
  static func describe(_ transport: PortForward.Transport, port: UInt16) -> String? {
    guard let pid = process(transport, port: port) else { return nil }
    let name = DurableFile.text("/proc/\(pid)/comm")?.trimmingSpaces ?? "unknown"
    return "process '\(name)' (pid \(pid))"
  }

  static func process(_ transport: PortForward.Transport, port: UInt16) -> Int32? {
    let inodes = ["", "6"].flatMap { socketInodes("/proc/net/\(transport.rawValue)\($0)", port: port) }
    guard !inodes.isEmpty else { return nil }
    let wanted = Set(inodes.map { "socket:[\($0)]" })
    for pid in Folder.names(in: "/proc").compactMap({ Int32($0) }) {
      let descriptors = "/proc/\(pid)/fd"
      for name in Folder.names(in: descriptors) where wanted.contains(Folder.linkTarget("\(descriptors)/\(name)") ?? "")
      {
        return pid
      }
    }
    return nil
  }

  /// The sockets that are bound to the port (proc(5), `/proc/net/tcp`; address and port in hexadecimal).
  private static func socketInodes(_ table: String, port: UInt16) -> [String] {
    guard let text = DurableFile.text(table, limit: 16 << 20) else { return [] }
    let digits = String(port, radix: 16, uppercase: true)
    let suffix = ":" + String(repeating: "0", count: 4 - digits.count) + digits
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 9, fields[1].hasSuffix(suffix) else { return nil }
      // A TCP socket that does not listen (state 0A) is a connection, not the holder of the port.
      guard !table.contains("tcp") || fields[3] == "0A" else { return nil }
      return String(fields[9])
    }
  }
}
