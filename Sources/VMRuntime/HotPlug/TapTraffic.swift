internal import GLib
internal import Glibc

/// What goes through a TAP, seen from the guest's side of the cable.
enum TapTraffic {
  /// The host's counters of an interface, seen from the guest's side of the cable.
  ///
  /// - Parameter process: one in the interface's network namespace; nil: the caller is.
  static func traffic(_ interface: String, process: Int32? = nil) -> NICTraffic? {
    // Unlike /sys, this is always the network namespace that the process is in.
    DurableFile.text("/proc/\(process.map(String.init) ?? "self")/net/dev").flatMap { traffic(interface, in: $0) }
  }

  /// Reads a line `tap0: 90 1 0 0 0 0 0 0 120 2 …` of proc_pid_net(5): bytes and packets that the host received, six
  /// other counts, then bytes and packets that it sent.
  static func traffic(_ interface: String, in text: String) -> NICTraffic? {
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.lastIndex(of: ":"), line[..<colon].trimmingSpaces == interface else { continue }
      let counts = line[colon...].dropFirst().split(separator: " ").map { UInt64($0) ?? 0 }
      guard counts.count >= 10 else { return nil }
      return NICTraffic(
        receivedBytes: counts[8], receivedPackets: counts[9], sentBytes: counts[0], sentPackets: counts[1])
    }
    return nil
  }
}
