internal import GLib
internal import Glibc

/// A process that has a file open.
package struct DiskUser: Sendable, Equatable {
  package var pid: Int32
  /// The program's name.
  package var program: String

  private static let processLimit = 20_000
  private static let descriptorLimit = 4096

  /// The processes of this user (of all users for root) that have a file open, this one excepted.
  ///
  /// QEMU's locks are on open files (fcntl(2), F_OFD_SETLK), for which `/proc/locks` names no process: so the open files
  /// of all processes are looked through.
  package static func find(_ path: String) -> [DiskUser] {
    var wanted = stat()
    guard stat(path, &wanted) == 0 else { return [] }
    let processes = Folder.names(in: "/proc").compactMap { Int32($0) }.prefix(processLimit)
    return processes.filter { $0 != getpid() && hasOpen(wanted, $0) }.map { pid in
      DiskUser(pid: pid, program: DurableFile.text("/proc/\(pid)/comm")?.trimmingSpaces ?? "?")
    }
  }

  private static func hasOpen(_ wanted: stat, _ pid: Int32) -> Bool {
    Folder.names(in: "/proc/\(pid)/fd").prefix(descriptorLimit).contains { number in
      var status = stat()
      return stat("/proc/\(pid)/fd/\(number)", &status) == 0 && status.st_ino == wanted.st_ino
        && status.st_dev == wanted.st_dev && status.st_mode & S_IFMT == S_IFREG
    }
  }
}
