internal import GLib
internal import Glibc

/// A VDE switch that somebody else runs.
enum ForeignSwitch {
  /// - Parameter path: the folder of its socket.
  static func check(_ path: String) throws(RuntimeError) {
    let socket = "\(path)/ctl"
    let remedy = "start it with `vde_switch -daemon -sock \(path)`, or write a name in place of the path"
    guard Folder.exists(socket) else {
      let isHidden = access(path, F_OK) == 0 && access(path, X_OK) != 0
      guard !isHidden else { throw refused(path) }
      throw RuntimeError(.failed, "there is no VDE switch at \(path): \(remedy)")
    }
    guard access(socket, W_OK) == 0 else { throw refused(path) }
    do throws(GLibError) { _ = try OpenDescriptor.connected(to: try UnixSocketPath(socket)) } catch {
      guard error.code == ECONNREFUSED else { throw RuntimeError(error) }
      throw RuntimeError(.failed, "the VDE switch at \(path) has ended: \(remedy)")
    }
  }

  private static func refused(_ path: String) -> RuntimeError {
    RuntimeError(
      .noPermission,
      "this user may not plug into the VDE switch at \(path): its owner can start it with `--mode 0660 --group GROUP`")
  }
}
