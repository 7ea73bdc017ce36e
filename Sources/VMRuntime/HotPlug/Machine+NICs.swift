internal import GLib
internal import JSON
internal import QMP

extension Machine {
  /// Plugs a network card into the running machine.
  ///
  /// The guest takes it when its kernel sees it, usually within a second; whether it has a driver is the
  /// guest's matter. The card is gone with the next stop.
  ///
  /// - Parameter persist: write it with model, MAC address and attachment at the end of the profile's `nics:` as
  ///   well. Cards get their ids and slots in the order of that list, so its index says which they are at the
  ///   next start: ``NICStatus/profileID``.
  /// - Returns: the card as `status` shows it, with its id.
  /// - Throws: `RuntimeError`: `failed` when the machine does not run, is paused, has no free place, or QEMU
  ///   refuses; `unavailable` when its board takes no card or QEMU has no such model; nothing is left behind.
  public func addNIC(_ request: NICRequest, persist: Bool = false) async throws(RuntimeError) -> NICStatus {
    try await changing { session throws(RuntimeError) in
      let (nic, index) = try await session.add(request, persist: persist)
      var status = NICStatus(nic)
      status.profileID = index.map { "nic\($0)" }
      return status
    }
  }

  /// Asks the guest to let go of a card, and removes the card's network when it has.
  ///
  /// - Parameters:
  ///   - id: of the profile's cards, too, where the board can unplug them; these return with the next start.
  ///   - timeout: how long the guest may take; some need ten seconds.
  /// - Throws: `RuntimeError` of kind `failed` when the machine does not run or has no such card.
  public func removeNIC(_ id: String, timeout: Duration = .seconds(15)) async throws(RuntimeError) -> NICRemoval {
    // The guest may take long: meanwhile the machine is not locked, so that it can be stopped, say.
    let session = try await openMonitor()
    do throws(RuntimeError) {
      let monitor = session.connection
      let removal = NICRemovalWait(machine: self, monitor: monitor, id: id, deadline: .now + timeout)
      let outcome = try await removal.run()
      await monitor.close()
      return outcome
    } catch {
      await session.connection.close()
      throw error
    }
  }

  /// Plugs a card's virtual cable in or pulls it out; the guest sees its carrier come and go.
  public func setLink(_ id: String, up: Bool) async throws(RuntimeError) {
    try await changing { session throws(RuntimeError) in try await session.setLink(id, up: up) }
  }

  /// Starts to write all that goes through a card to a file in pcap's format, which Wireshark and tcpdump read.
  ///
  /// - Parameter file: must not exist; only this user can read it. A relative path starts at the current folder.
  /// - Throws: `RuntimeError` of kind `failed` when it exists, or the card is captured already.
  public func capture(_ id: String, file: String) async throws(RuntimeError) {
    let path = file.hasPrefix("/") ? file : "\(VMHost.currentFolder)/\(file)"
    try await changing { session throws(RuntimeError) in try await session.startCapture(id, file: path) }
  }

  /// Ends a capture.
  ///
  /// - Returns: the file that holds it.
  @discardableResult
  public func stopCapture(_ id: String) async throws(RuntimeError) -> String {
    try await changing { session throws(RuntimeError) in try await session.stopCapture(id) }
  }

  /// The cards of the machine; of a running one as QEMU has them.
  public func nics() async throws(RuntimeError) -> [NICStatus] { try await liveStatus().nics }

  /// Runs a change under the lock, on a monitor, with record and QEMU in agreement.
  func changing<Value: Sendable>(
    _ body: (inout HotPlugSession) async throws(RuntimeError) -> Value
  ) async throws(RuntimeError) -> Value {
    _ = try requireAlive()
    return try await locked { () throws(RuntimeError) in
      let monitor = try await openMonitor()
      do throws(RuntimeError) {
        var session = try await HotPlugSession(self, monitor.connection)
        let value = try await body(&session)
        await monitor.connection.close()
        return value
      } catch {
        await monitor.connection.close()
        throw error
      }
    }
  }
}
