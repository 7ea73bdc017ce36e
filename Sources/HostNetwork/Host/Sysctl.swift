internal import GLib
internal import Glibc

/// Files below /proc/sys (sysctl(8)); those of `net` are of the reader's network namespace.
enum Sysctl {
  /// The change to a value, with what it is now; nil when there is no such file, and in a user's namespace, with which
  /// all of its settings go.
  static func change(_ path: String, to value: String, in realm: NetworkRealm) -> HostChange? {
    guard !realm.isRootless, let now = DurableFile.text("/proc/sys/\(path)")?.trimmingSpaces else { return nil }
    return .sysctl(path: path, was: now, now: value)
  }

  /// Writes a value, where it is another one.
  ///
  /// - Throws: `HostNetworkError` `noPermission` when /proc/sys is read-only, as in many containers.
  static func set(_ path: String, to value: String, in realm: NetworkRealm) async throws(HostNetworkError) {
    guard realm.isRootless else {
      guard DurableFile.text("/proc/sys/\(path)")?.trimmingSpaces != value else { return }
      let descriptor = open("/proc/sys/\(path)", O_WRONLY | O_CLOEXEC)
      defer { if descriptor >= 0 { close(descriptor) } }
      guard descriptor >= 0, write(descriptor, value, value.utf8.count) == value.utf8.count else {
        throw HostNetworkError(
          .noPermission,
          "cannot write \(value) to /proc/sys/\(path) (\(String(cString: strerror(errno)))): containers often have it "
            + "read-only; turn forwarding on from outside, and write `nat: off`")
      }
      return
    }
    // Only the namespace's own /proc/sys is meant here.
    try await realm.must(
      "sh", ["-c", "echo \"$1\" >\"/proc/sys/$2\"", "sh", value, path], to: "write \(value) to /proc/sys/\(path)")
  }
}
