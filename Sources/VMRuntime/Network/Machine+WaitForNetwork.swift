internal import GLib
internal import HostNetwork

extension Machine {
  /// Waits for the ssh server of a guest in a network of the host; its address may come only with its lease.
  func waitForNetworkSSH(_ deadline: ContinuousClock.Instant, _ timeout: Duration) async throws(RuntimeError) {
    var patience = Duration.milliseconds(250)
    while ContinuousClock.now < deadline {
      let began = ContinuousClock.now
      let state = look()
      guard state.isAlive, state.state != .crashed, let run = state.record?.run else { throw notRunning(state) }
      guard state.state != .paused else {
        throw RuntimeError(.failed, "'\(name)' is paused: let it go on with `vmrun resume \(name)`")
      }
      guard host.networks.records().contains(where: { $0.members.contains { $0.directory == paths.directory } }) else {
        let names = run.nics.compactMap(\.network).joined(separator: "', '")
        throw RuntimeError(
          .failed,
          "'\(name)' is cut off: its network '\(names)' was taken down under it; plug it in again with "
            + "`vmrun restart \(name)`")
      }
      if let address = await networkAddress(run) {
        let namespaces: NamespaceDescriptors?
        do { namespaces = try host.networks.realm.namespaces() } catch { throw RuntimeError(error) }
        let limit = min(deadline - ContinuousClock.now, patience)
        if await SSHBanner.read(address: "\(address)", port: 22, timeout: limit, in: namespaces) != nil { return }
        // A guest on a busy host needs longer to say its first word.
        patience = min(patience * 2, .seconds(5))
      }
      // A guest that is not there yet refuses at once, or is not found.
      let pause = Duration.milliseconds(50) - (ContinuousClock.now - began)
      if pause > .zero { try? await Task.sleep(for: pause) }
      guard !Task.isCancelled else { throw RuntimeError(.failed, "the wait was cancelled") }
    }
    throw sshSilence(timeout)
  }
}
