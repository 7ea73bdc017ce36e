internal import DiskImage
internal import GLib

extension VMHost {
  /// Gives an error about a disk that is in use the name of who uses it.
  func naming(_ error: DiskImageError) -> RuntimeError {
    guard case .diskInUse(let path) = error else { return RuntimeError(error) }
    return RuntimeError(.failed, inUse(path))
  }

  /// `the disk /a/b is in use by VM 'web' (QEMU, pid 4711): stop it with vmrun stop web`
  func inUse(_ path: String) -> String {
    let users = DiskUser.find(path)
    guard let user = users.first(where: { $0.program.hasPrefix("qemu") }) ?? users.first else {
      return "the disk \(path) is in use by a process of another user, or of another host: end that first"
    }
    let owner = machines().first { $0.look().process?.pid == user.pid }
    guard let owner else {
      return
        "the disk \(path) is in use by \(user.program) (pid \(user.pid)), which vmrun did not start: end that first"
    }
    return "the disk \(path) is in use by VM '\(owner.name)' (\(user.program), pid \(user.pid)): stop it with "
      + "`vmrun stop \(owner.name)`"
  }
}
