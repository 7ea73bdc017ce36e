internal import CLinux
internal import GLib
internal import Glibc
package import VMProfile

/// QEMU's setuid program that puts a new TAP into a bridge for users who may not (qemu-bridge-helper.c).
///
/// It is run here and not by QEMU, so that QEMU's sandbox can forbid other programs.
package enum BridgeHelper {
  /// Where Debian, Fedora, Arch and QEMU's own Makefile put it.
  private static let places = [
    "/usr/lib/qemu/qemu-bridge-helper", "/usr/libexec/qemu-bridge-helper", "/usr/local/libexec/qemu-bridge-helper",
    "/usr/lib/qemu-bridge-helper",
  ]

  /// What says which bridges it may use; some builds of QEMU look elsewhere.
  static let configuration = "/etc/qemu/bridge.conf"

  /// Where it is on this host; nil: nowhere.
  static var path: String? { places.first { access($0, X_OK) == 0 } }

  /// The number under which the helper finds the socket that takes the TAP.
  private static let target: Int32 = 3

  /// Makes a TAP in a bridge; it vanishes with its descriptor.
  ///
  /// - Throws: `HostNetworkError` with the command that allows it.
  package static func make(bridge: InterfaceName) async throws(HostNetworkError) -> TapDevice.Made {
    guard if_nametoindex("\(bridge)") != 0 else { throw TapDevice.noBridge(bridge) }
    guard let path else {
      throw HostNetworkError(
        .unavailable,
        "this user may not put a TAP into bridge '\(bridge)', and the program that does it for users is missing: "
          + "install qemu-bridge-helper (Debian: `apt install qemu-system-common`), or start as root")
    }
    let ending: ChildProcess.Ending
    let socket: OpenDescriptor
    do throws(GLibError) { (ending, socket) = try await run(path, bridge) } catch {
      throw HostNetworkError(.failed, "cannot run \(path): \(error)")
    }
    guard ending.hasSucceeded else { throw refusal(ending, path: path, bridge: bridge) }
    let descriptor = vmrun_receive_descriptor(socket.number)
    guard descriptor >= 0 else {
      throw HostNetworkError(.failed, "\(path) handed over no TAP: \(String(cString: strerror(errno)))")
    }
    return TapDevice.Made(interface: TapDevice.name(of: descriptor), descriptor: descriptor)
  }

  private static func run(
    _ path: String, _ bridge: InterfaceName
  ) async throws(GLibError) -> (ChildProcess.Ending, OpenDescriptor) {
    let (own, other) = try OpenDescriptor.socketPair()
    var child = ChildProcess(arguments: [path, "--use-vnet", "--br=\(bridge)", "--fd=\(target)"])
    child.descriptors = [(source: other.number, target: target)]
    let ending = try await child.finish(within: .seconds(10))
    withExtendedLifetime(other) {}
    return (ending, own)
  }

  private static func refusal(_ ending: ChildProcess.Ending, path: String, bridge: InterfaceName) -> HostNetworkError {
    guard ending.status != nil else {
      return HostNetworkError(.timedOut, "\(path) did not end within 10 s and was killed")
    }
    let said = ending.said.last ?? "nothing"
    return explain(said, isPrivileged: isSetUID(path), path: path, bridge: bridge)
  }

  /// What the helper says, with what to do.
  package static func explain(
    _ said: String, isPrivileged: Bool, path: String, bridge: InterfaceName
  ) -> HostNetworkError {
    let allow = "echo 'allow \(bridge)' | sudo tee -a"
    if said.hasPrefix("access denied by acl file") {
      return HostNetworkError(
        .noPermission,
        "users may not put TAPs into bridge '\(bridge)': allow it with `\(allow) /etc/qemu/bridge.conf`")
    }
    if said.hasPrefix("failed to parse default acl file"), let file = quoted(in: said) {
      let folder = file.split(separator: "/").dropLast().map { "/\($0)" }.joined()
      return HostNetworkError(
        .noPermission,
        "users may not put TAPs into bridge '\(bridge)', as \(file) is missing, unreadable or wrong: allow it with "
          + "`sudo mkdir -p \(folder) && \(allow) \(file)`")
    }
    if said.contains("Operation not permitted"), !isPrivileged {
      return HostNetworkError(
        .noPermission,
        "\(path) is not allowed to make a TAP for users: let it run as root with `sudo chmod u+s \(path)`")
    }
    if said.contains("/dev/net/tun"), said.contains("Permission denied") { return TapDevice.cannotOpenTun(EACCES) }
    if said.hasPrefix("failed to get mtu"), said.contains("No such device") { return TapDevice.noBridge(bridge) }
    if said.hasPrefix("failed to add interface"), !said.contains("not permitted") {
      return TapDevice.notABridge(bridge)
    }
    return HostNetworkError(.failed, "\(path) failed for bridge '\(bridge)' and said: \(said)")
  }

  /// The file in: failed to parse default acl file `/etc/qemu/bridge.conf'.
  private static func quoted(in text: String) -> String? {
    guard let start = text.firstIndex(of: "`"), let end = text.lastIndex(of: "'"), start < end else { return nil }
    return String(text[text.index(after: start)..<end])
  }

  static func isSetUID(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_ISUID != 0 && status.st_uid == 0
  }
}
