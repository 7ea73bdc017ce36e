internal import CLinux
internal import GLib
internal import Glibc
package import VMProfile

/// TAP interfaces of the host (the kernel's Documentation/networking/tuntap.rst).
package enum TapDevice {
  /// A TAP with the descriptor that keeps it alive.
  package struct Made: Sendable {
    /// The kernel's choice, such as `vmr0`.
    package var interface: String
    /// The caller closes it; when the last copy is closed, the TAP is gone.
    package var descriptor: Int32
  }

  /// Makes a TAP that vanishes with its descriptor, in a bridge or in none, and up. Needs CAP_NET_ADMIN in the network
  /// namespace.
  ///
  /// - Parameters:
  ///   - mtu: in bytes; nil: the kernel's.
  ///   - hasOffload: whether frames carry headers for checksum and segmentation offload; Open vSwitch in userspace
  ///     would pass on frames whose checksums nobody has written.
  ///   - namespaces: where; nil: where the caller is.
  package static func make(
    bridge: InterfaceName?, mtu: Int? = nil, hasOffload: Bool = true, in namespaces: NamespaceDescriptors? = nil
  ) throws(HostNetworkError) -> Made {
    var tap = vmrun_tap()
    tap.has_vnet_header = hasOffload ? 1 : 0
    store("vmr%d", in: &tap.name)
    store(bridge?.description ?? "", in: &tap.bridge)
    tap.mtu = Int32(clamping: mtu ?? 0)
    let descriptor: Int32
    if let namespaces {
      var raw = namespaces.raw
      descriptor = vmrun_tap_make_in(&raw, &tap)
    } else {
      descriptor = vmrun_tap_make(&tap)
    }
    guard descriptor >= 0 else { throw refusal(errno, step: String(cString: tap.step), bridge: bridge) }
    return Made(interface: text(of: tap.name), descriptor: descriptor)
  }

  /// Attaches to a TAP that exists; it goes on to exist when the descriptor is closed.
  ///
  /// - Returns: a descriptor that the caller closes.
  /// - Throws: `HostNetworkError`: `failed` when there is no such TAP or another program is attached to it,
  ///   `noPermission` when this user may not.
  package static func open(_ interface: InterfaceName) throws(HostNetworkError) -> Int32 {
    // With the needed privilege the kernel would make a new interface, which nobody would remove.
    guard if_nametoindex("\(interface)") != 0 else {
      throw HostNetworkError(
        .failed,
        "there is no interface '\(interface)': make a TAP with `ip tuntap add \(interface) mode tap user $USER`")
    }
    let descriptor = Glibc.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpenTun(errno) }
    // Headers that carry checksum and segmentation offload; QEMU finds out by itself that they are on.
    var tap = vmrun_tap()
    store("\(interface)", in: &tap.name)
    let result = withUnsafeMutableBytes(of: &tap.name) {
      vmrun_tun_attach(descriptor, $0.baseAddress?.assumingMemoryBound(to: CChar.self), 1)
    }
    guard result == 0 else {
      let code = errno
      close(descriptor)
      throw refusal(code, interface)
    }
    return descriptor
  }

  /// The TAP that a descriptor is attached to.
  static func name(of descriptor: Int32) -> String {
    var tap = vmrun_tap()
    let result = withUnsafeMutableBytes(of: &tap.name) {
      vmrun_tun_name(descriptor, $0.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    return result == 0 ? text(of: tap.name) : "tap"
  }

  private static func text<Storage>(of storage: Storage) -> String {
    withUnsafeBytes(of: storage) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func store<Storage>(_ text: String, in storage: inout Storage) {
    withUnsafeMutableBytes(of: &storage) { bytes in
      // The last byte stays the end.
      for (index, byte) in text.utf8.prefix(bytes.count - 1).enumerated() { bytes[index] = byte }
    }
  }
}

extension TapDevice {
  static func cannotOpenTun(_ code: Int32) -> HostNetworkError {
    switch code {
    case EACCES, EPERM:
      HostNetworkError(
        .noPermission,
        "this user may not open /dev/net/tun, which is open to all on most hosts: an administrator can change that with "
          + "`chmod 666 /dev/net/tun`")
    case ENOENT, ENODEV, ENXIO:
      HostNetworkError(.unavailable, "this host has no /dev/net/tun: load the kernel's module with `modprobe tun`")
    default: HostNetworkError(.failed, "cannot open /dev/net/tun: \(String(cString: strerror(code)))")
    }
  }

  private static func refusal(_ code: Int32, step: String, bridge: InterfaceName?) -> HostNetworkError {
    switch (step, code) {
    case ("open", _): cannotOpenTun(code)
    case ("make", EPERM):
      HostNetworkError(
        .noPermission,
        "this user may not make a TAP: use `network:` with a file in Profiles/networks, which works without root, or have "
          + "an administrator make one with `ip tuntap add tap0 mode tap user $USER` and write {ifname: tap0}")
    case ("put into its bridge", ENODEV): bridge.map(noBridge) ?? other(code, step)
    // The bridge's ioctl on another kind of interface: which code comes depends on its driver.
    case ("put into its bridge", EOPNOTSUPP), ("put into its bridge", ENOTTY), ("put into its bridge", EINVAL):
      bridge.map(notABridge) ?? other(code, step)
    default: other(code, step)
    }
  }

  private static func other(_ code: Int32, _ step: String) -> HostNetworkError {
    HostNetworkError(
      code == EPERM ? .noPermission : .failed, "cannot \(step) a TAP: \(String(cString: strerror(code)))")
  }

  static func noBridge(_ bridge: InterfaceName) -> HostNetworkError {
    HostNetworkError(
      .failed,
      "there is no bridge '\(bridge)': make it with `ip link add name \(bridge) type bridge && ip link set \(bridge) up`"
    )
  }

  static func notABridge(_ bridge: InterfaceName) -> HostNetworkError {
    HostNetworkError(.failed, "'\(bridge)' is not a bridge: see `ip -d link show \(bridge)`")
  }

  private static func refusal(_ code: Int32, _ interface: InterfaceName) -> HostNetworkError {
    switch code {
    case EBUSY:
      HostNetworkError(.failed, "'\(interface)' is in use by another program: one at a time can attach to a TAP")
    case EINVAL: HostNetworkError(.failed, "'\(interface)' is not a TAP interface, or one with several queues")
    case EPERM, EACCES:
      HostNetworkError(
        .noPermission,
        "this user may not attach to '\(interface)': an administrator can make the TAP yours with "
          + "`ip tuntap add \(interface) mode tap user $USER`")
    default:
      HostNetworkError(.failed, "cannot attach to '\(interface)': \(String(cString: strerror(code)))")
    }
  }
}
