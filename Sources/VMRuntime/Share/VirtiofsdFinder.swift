internal import GLib
internal import HostTool

/// Finds virtiofsd, which no distribution has on the PATH.
enum VirtiofsdFinder {
  /// The daemon in Rust, then the one that QEMU had before version 8.
  private static let candidates = [
    "virtiofsd", "/usr/libexec/virtiofsd", "/usr/lib/virtiofsd", "/usr/lib/qemu/virtiofsd",
    "/usr/libexec/qemu/virtiofsd",
  ]

  /// - Returns: nil when there is none, or this user cannot use it: it shuts itself into the folder and takes the
  ///   rights of the guest's users, both of which root alone may do (`CAP_SYS_ADMIN`, capabilities(7)).
  static func find() -> String? {
    guard maySetUpNamespaces else { return nil }
    return candidates.lazy.compactMap(HostTool.find).first
  }

  /// Whether it is the daemon of old QEMUs, which has other options.
  static func isOfQEMU(_ path: String) -> Bool { path.contains("/qemu/") }

  /// Bit 21 of the effective capabilities in `/proc/self/status` (proc(5)).
  private static var maySetUpNamespaces: Bool {
    let line = DurableFile.text("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    guard let word = line?.split(whereSeparator: \.isWhitespace).last, let bits = UInt64(word, radix: 16) else {
      return false
    }
    return bits & 1 << 21 != 0
  }
}
