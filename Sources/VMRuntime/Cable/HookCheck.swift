internal import GLib
internal import Glibc
internal import VMProfile

/// Checks the programs that QEMU is to run for a TAP, as QEMU says little of them.
enum HookCheck {
  static func check(_ hook: HookScript) throws(RuntimeError) {
    guard let path = hook.path else { return }
    try checkFile(path)
    guard geteuid() == 0 else {
      throw RuntimeError(
        .noPermission,
        "a TAP with scripts needs root, and this user may not make one: use `tap: {bridge: br0}`, or have an "
          + "administrator make the TAP and write `tap: {ifname: tap0}` without scripts")
    }
  }

  static func checkFile(_ path: String) throws(RuntimeError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw RuntimeError(.failed, "there is no script \(path): put it there, or correct `tap:` in the profile")
    }
    guard status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else {
      throw RuntimeError(.failed, "\(path) is not executable: allow it with `chmod +x \(path)`")
    }
  }
}
