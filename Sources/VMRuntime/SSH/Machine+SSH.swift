internal import GLib
internal import Glibc

extension Machine {
  /// How to reach the ssh server of the running machine.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when the machine does not run, `invalidProfile` when no
  ///   forward leads to its port 22.
  public func sshTarget() throws(RuntimeError) -> SSHTarget {
    let look = try requireAlive()
    guard let run = look.record?.run else { throw notRunning(look) }
    let forwards = run.nics.flatMap(\.forwards)
    guard let forward = forwards.first(where: { $0.guestPort == 22 && $0.protocol == "tcp" }) else {
      let profile = look.record?.profile.map { " of \($0)" } ?? ""
      throw RuntimeError(
        .invalidProfile,
        "no forward of '\(name)' leads to port 22: add one with `vmrun forward add \(name) ssh`, or for every start to a "
          + "NIC's `user: {forward: [ssh]}`\(profile)"
      )
    }
    // ssh refuses a key that others may read, whoever opened it up.
    chmod(host.directories.sshKey, 0o600)
    return SSHTarget(
      name: "\(name)", user: run.sshUser, hostAddress: forward.hostAddress, port: forward.hostPort,
      identityFile: host.directories.sshKey, knownHosts: paths.knownHosts)
  }
}
