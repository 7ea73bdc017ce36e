internal import GLib

/// QEMU's standard error of the last start.
package enum QEMULog {
  /// All lines with something on them; QEMU's start-up messages fit many times into the limit.
  package static func lines(_ path: String) -> [String] {
    guard let bytes = try? DurableFile.read(path, limit: 64 << 20) else { return [] }
    return String(decoding: bytes.suffix(65536), as: UTF8.self)
      .split(whereSeparator: \.isNewline).map(\.trimmingSpaces).filter { !$0.isEmpty }
  }

  /// The last line that may say why QEMU ended.
  package static func lastLine(_ path: String) -> String? { lines(path).last { !isNoise($0) } }

  /// Warnings, and what slirp says of a connection that was tried before the guest's link was up.
  static func isNoise(_ line: String) -> Bool { line.contains("warning: ") || line.hasPrefix("Slirp: ") }
}
