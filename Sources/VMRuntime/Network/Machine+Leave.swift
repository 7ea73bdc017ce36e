internal import HostNetwork

extension Machine {
  /// Takes a machine that has ended off its networks; those that came up with a machine go with the last one. The caller
  /// holds the instance's lock.
  func leaveNetworks() async throws(RuntimeError) {
    do { try await host.networks.leave(directory: paths.directory) } catch { throw RuntimeError(error) }
  }

  /// The same for whoever comes later, as a keeper does: a machine that runs again meanwhile is left alone.
  package func leaveNetworksIfStopped() async throws(RuntimeError) {
    guard hasInstance else { return }
    try await locked { () throws(RuntimeError) in
      guard look().process == nil else { return }
      removeLeftovers()
      try await leaveNetworks()
    }
  }
}
