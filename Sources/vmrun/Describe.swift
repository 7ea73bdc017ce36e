internal import MonitorShell
internal import VMProfile
internal import VMRuntime

/// Values as people read them.
enum Describe {
  static func accelerator(_ name: String) -> String { name.uppercased() }

  static func bytes(_ count: UInt64) -> String { ByteSize(bytes: count).shown }

  static func disk(_ disk: DiskStatus) -> String {
    let notes = [(disk.isReadOnly, "only read"), (disk.ephemeral, "thrown away at the end")].filter(\.0).map(\.1)
    return ([disk.file, bytes(disk.size)] + notes).joined(separator: ", ")
  }

  static func uptime(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds)s"
    case ..<3600: "\(seconds / 60)m\(seconds % 60)s"
    case ..<86400: "\(seconds / 3600)h\(seconds % 3600 / 60)m"
    default: "\(seconds / 86400)d\(seconds % 86400 / 3600)h"
    }
  }

  /// `127.0.0.1:40022 -> 22 (ssh)`, `udp 0.0.0.0:5353 -> 53`.
  static func forward(_ forward: ForwardRecord) -> String {
    let note = forward.guestPort == 22 && forward.protocol == "tcp" ? " (ssh)" : ""
    return NetworkText.forward(forward) + note
  }
}
