extension NetworkHost {
  package func confirm(_ name: String) async throws(HostNetworkError) {}
  package func revertUnlessConfirmed(_ name: String) async throws(HostNetworkError) {}
}
