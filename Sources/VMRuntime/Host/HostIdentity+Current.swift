internal import GLib
internal import Glibc
internal import QEMU

extension HostIdentity {
  /// This user on this host.
  static func current(project: String) -> HostIdentity {
    let machineID = ["/etc/machine-id", "/var/lib/dbus/machine-id"].lazy
      .compactMap { DurableFile.text($0)?.trimmingSpaces }.first { isMachineID($0) }
    return HostIdentity(machineID: machineID ?? hostName, userID: geteuid(), project: project)
  }

  /// machine-id(5): 32 hexadecimal digits; an image that nobody has booted has none yet, or `uninitialized`, which all
  /// hosts made from it would share.
  private static func isMachineID(_ text: String) -> Bool {
    text.utf8.count == 32 && text.allSatisfy(\.isHexDigit) && text.contains { $0 != "0" }
  }

  private static var hostName: String {
    var name = utsname()
    uname(&name)
    return withUnsafePointer(to: &name.nodename) {
      $0.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
    }
  }
}
