internal import Glibc

/// The host's boot and time.
package enum HostClock {
  /// An identifier that changes with every boot of the host (random(4)).
  package static let bootID = DurableFile.text("/proc/sys/kernel/random/boot_id")?.trimmingSpaces ?? "unknown"

  /// Seconds since 1970.
  package static var now: Int64 { Int64(time(nil)) }
}
