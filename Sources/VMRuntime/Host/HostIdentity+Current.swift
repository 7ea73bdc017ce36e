internal import GLib
internal import Glibc
internal import QEMU

extension HostIdentity {
  /// This user on this host.
  static func current(project: String) -> HostIdentity {
    let machineID = ["/etc/machine-id", "/var/lib/dbus/machine-id"].lazy
      .compactMap { DurableFile.text($0)?.trimmingSpaces }.first { !$0.isEmpty }
    return HostIdentity(machineID: machineID ?? hostName, userID: geteuid(), project: project)
  }

  private static var hostName: String {
    var name = utsname()
    uname(&name)
    return withUnsafePointer(to: &name.nodename) {
      $0.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
    }
  }
}
