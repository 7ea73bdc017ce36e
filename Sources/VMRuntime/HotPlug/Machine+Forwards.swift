public import VMProfile

extension Machine {
  /// Adds a forward to the running machine; it is gone with the next stop.
  ///
  /// - Parameters:
  ///   - forward: with host port 0 a free one is chosen.
  ///   - nic: the card on user networking that it leads through; nil: the first.
  /// - Returns: the forward with its ports settled.
  /// - Throws: `RuntimeError` of kind `failed`; a taken port's message says who has it.
  @discardableResult
  public func addForward(_ forward: PortForward, nic: String? = nil) async throws(RuntimeError) -> NICForward {
    try await changing { session throws(RuntimeError) in try await session.addForward(forward, nic: nic) }
  }

  /// Removes a forward of the running machine; connections that exist go on.
  ///
  /// - Returns: what was removed.
  @discardableResult
  public func removeForward(_ selector: ForwardSelector, nic: String? = nil) async throws(RuntimeError) -> NICForward {
    try await changing { session throws(RuntimeError) in try await session.removeForward(selector, nic: nic) }
  }

  /// The forwards of the machine; of a running one as QEMU has them.
  public func forwards() async throws(RuntimeError) -> [NICForward] {
    let status = try await liveStatus()
    guard status.state.isAlive else { return [] }
    return status.nics.flatMap { nic in nic.forwards.map { NICForward(nic: nic.id, forward: $0) } }
  }
}
