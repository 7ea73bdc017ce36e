internal import Glibc

/// What identifies a device node: a change of any of it makes an earlier verdict worthless.
struct DeviceStatus: Sendable, Equatable {
  var isCharacterDevice: Bool
  /// The device number, `st_rdev`.
  var number: UInt64
  /// The permission bits.
  var mode: UInt32
  var userID: UInt32
  var groupID: UInt32
  /// When the node was last made or changed, in nanoseconds since 1970.
  var changed: Int64

  /// nil when there is nothing at the path, or nothing that can be looked at.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isCharacterDevice = status.st_mode & S_IFMT == S_IFCHR
    number = UInt64(status.st_rdev)
    mode = status.st_mode & 0o7777
    userID = status.st_uid
    groupID = status.st_gid
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
  }

  init(mode: UInt32, groupID: UInt32) {
    isCharacterDevice = true
    number = 0
    self.mode = mode
    userID = 0
    self.groupID = groupID
    changed = 0
  }
}
