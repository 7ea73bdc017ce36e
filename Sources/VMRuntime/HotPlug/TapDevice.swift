internal import CLinux
internal import GLib
internal import Glibc

/// TAP interfaces of the host (the kernel's Documentation/networking/tuntap.rst).
enum TapDevice {
  /// Whether a text can be an interface's name: the kernel has room for 15 bytes.
  static func isName(_ text: String) -> Bool {
    (1...15).contains(text.utf8.count) && text != "." && text != ".."
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
  }

  /// Attaches to a TAP that exists; it goes on to exist when the descriptor is closed.
  ///
  /// - Returns: a descriptor that the caller closes.
  /// - Throws: `RuntimeError`: `failed` when there is no such TAP or another program is attached to it,
  ///   `noPermission` when this user may not.
  static func open(_ interface: String) throws(RuntimeError) -> Int32 {
    // With the needed privilege the kernel would make a new interface, which nobody would remove.
    guard if_nametoindex(interface) != 0 else {
      throw RuntimeError(
        .failed,
        "there is no interface '\(interface)': make a TAP with `ip tuntap add \(interface) mode tap user $USER`")
    }
    let descriptor = Glibc.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0, errno == EACCES || errno == EPERM {
      throw RuntimeError(
        .noPermission,
        "this user may not open /dev/net/tun, which is open to all on most hosts: an administrator can change that with "
          + "`chmod 666 /dev/net/tun`")
    }
    guard descriptor >= 0 else { throw refusal(errno, interface, what: "open /dev/net/tun") }
    // Headers that carry checksum and segmentation offload; QEMU finds out by itself that they are on.
    guard vmrun_tun_attach(descriptor, interface, 1) == 0 else {
      let code = errno
      close(descriptor)
      throw refusal(code, interface, what: "attach to '\(interface)'")
    }
    return descriptor
  }

  private static func refusal(_ code: Int32, _ interface: String, what: String) -> RuntimeError {
    switch code {
    case EBUSY: RuntimeError(.failed, "'\(interface)' is in use by another program: one at a time can attach to a TAP")
    case EINVAL: RuntimeError(.failed, "'\(interface)' is not a TAP interface, or one with several queues")
    case EPERM, EACCES:
      RuntimeError(
        .noPermission,
        "this user may not \(what): an administrator can make the TAP yours with `ip tuntap add \(interface) mode tap user $USER`"
      )
    case ENOENT, ENODEV: RuntimeError(.unavailable, "this host has no /dev/net/tun: load the kernel's module 'tun'")
    default: RuntimeError(.failed, "cannot \(what): \(String(cString: strerror(code)))")
    }
  }
}

extension TapDevice {
  /// The host's counters of an interface, seen from the guest's side of the cable.
  static func traffic(_ interface: String) -> NICTraffic? {
    // Unlike /sys, this is always the network namespace that the process is in.
    DurableFile.text("/proc/self/net/dev").flatMap { traffic(interface, in: $0) }
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
