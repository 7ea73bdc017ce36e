internal import GLib
internal import Glibc
internal import HostNetwork

extension Machine {
  /// How to reach the ssh server of the running machine: through a forward to port 22, else at its address in a network
  /// of the host.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when the machine does not run, `timedOut` when its address is not known
  ///   yet, `invalidProfile` when nothing leads to its port 22.
  public func sshTarget() async throws(RuntimeError) -> SSHTarget {
    let look = try requireAlive()
    guard let run = look.record?.run else { throw notRunning(look) }
    // ssh refuses a key that others may read, whoever opened it up.
    chmod(host.directories.sshKey, 0o600)
    var target = SSHTarget(
      name: "\(name)", user: run.sshUser, hostAddress: "", port: 22, identityFile: host.directories.sshKey,
      knownHosts: paths.knownHosts)
    if let forward = sshForward(run) {
      (target.hostAddress, target.port) = (forward.hostAddress, forward.hostPort)
      return target
    }
    guard isInNetwork(run) else {
      let profile = look.record?.profile.map { " of \($0)" } ?? ""
      throw RuntimeError(
        .invalidProfile,
        "no forward of '\(name)' leads to port 22: add one with `vmrun forward add \(name) ssh`, or for every start to a "
          + "NIC's `user: {forward: [ssh]}`\(profile)"
      )
    }
    guard let address = await networkAddress(run) else {
      throw RuntimeError(
        .timedOut,
        "'\(name)' has no address yet that the host knows of: wait with `vmrun wait \(name) --for ssh`, or see what the "
          + "guest says with `vmrun logs \(name) --console`")
    }
    target.hostAddress = "\(address)"
    if host.networks.realm.isRootless {
      target.proxyCommand = "\(SSHTarget.quotedForShell(host.program)) net connect \(address) 22"
    }
    return target
  }

  func sshForward(_ run: RunRecord) -> ForwardRecord? {
    run.nics.flatMap(\.forwards).first { $0.guestPort == 22 && $0.protocol == "tcp" }
  }

  func isInNetwork(_ run: RunRecord) -> Bool { run.nics.contains { $0.network != nil } }
}

extension SSHTarget {
  /// A word for the shell that ssh(1) runs a ProxyCommand with, in which `%` starts a token, too.
  fileprivate static func quotedForShell(_ word: String) -> String {
    "'" + word.flatMap { $0 == "'" ? "'\\''" : $0 == "%" ? "%%" : "\($0)" } + "'"
  }
}
