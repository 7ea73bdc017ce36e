internal import GLib
internal import JSON
internal import QMP

/// One removal of a card, from the request to the guest's answer.
struct NICRemovalWait {
  let machine: Machine
  let monitor: QMPConnection
  let id: String
  let deadline: ContinuousClock.Instant

  func run() async throws(RuntimeError) -> NICRemoval {
    // Before the request: the answer can be there first.
    let events = monitor.events()
    let isRepeatable = try await locked { session throws(RuntimeError) in
      try session.checkRemovable(id)
      // ACPI's request, that is: PCI Express has a button, which pressed twice means the opposite.
      return session.run.machine == "q35" || session.run.machine == "pc"
    }
    if let refusal = try await request() { return refusal }
    let reminder = isRepeatable ? Task { await remind() } : nil
    defer { reminder?.cancel() }
    let answer = await wait(events)
    return try await settle(answer)
  }

  /// Sends the request, again while the guest is busy with the slot.
  ///
  /// - Returns: how it ended when QEMU did not pass it on to the guest.
  private func request() async throws(RuntimeError) -> NICRemoval? {
    var pause = Duration.milliseconds(250)
    while true {
      do throws(QMPError) {
        try await monitor.execute("device_del", ["id": .string(id)])
        return nil
      } catch {
        switch error {
        case .refused(_, "DeviceNotFound", _): return nil
        case .refused(_, _, let text) where text.contains("already in the process of unplug"): return nil
        case .refused(_, _, let text) where text.contains("guest is busy"):
          guard ContinuousClock.now + pause < deadline else { return .refused(text) }
          try? await Task.sleep(for: pause)
          pause = min(pause * 2, .seconds(2))
        case .refused(_, _, let text): return .refused(text)
        case .timedOut, .cancelled: return .unknown("\(error)")
        default: return .unknown(ending ?? "\(error)")
        }
      }
    }
  }

  /// Asks again from time to time: a guest that boots drops the first request, and QEMU takes another one after
  /// five seconds.
  private func remind() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(5100))
      guard !Task.isCancelled, ContinuousClock.now < deadline else { return }
      _ = try? await monitor.execute("device_del", ["id": .string(id)])
    }
  }

  private enum Answer: Sendable { case gone, guestRefused, connectionEnded, silence }

  /// The guest's answer, or how the wait ended without one.
  private func wait(_ events: AsyncStream<QMPEvent>) async -> Answer {
    let id = id
    let deadline = deadline
    let watched = Task { () -> Answer in
      for await event in events {
        switch event.name {
        // The event for a part of the device comes first and has no `device`.
        case "DEVICE_DELETED" where event.data["device"]?.stringValue == id: return .gone
        case "DEVICE_UNPLUG_GUEST_ERROR" where event.data["device"]?.stringValue == id: return .guestRefused
        case "SHUTDOWN": return .connectionEnded
        default: continue
        }
      }
      return Task.isCancelled ? .silence : .connectionEnded
    }
    let timer = Task {
      try? await Task.sleep(until: deadline, clock: .continuous)
      watched.cancel()
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      await watched.value
    } onCancel: {
      watched.cancel()
    }
  }

  /// Compares the answer with what QEMU has now, which alone counts, and cleans up.
  private func settle(_ answer: Answer) async throws(RuntimeError) -> NICRemoval {
    if answer == .connectionEnded { return .unknown(ending ?? "the connection to QEMU was lost") }
    do throws(RuntimeError) {
      let isGone = try await locked { session throws(RuntimeError) in
        let isGone = session.devices[id] == nil
        if !isGone { try session.noteRemoving(id, answer != .guestRefused) }
        return isGone
      }
      if isGone { return .removed }
      if answer == .guestRefused { return .refused("the guest refused to let go of \(id)") }
      return .pending
    } catch {
      guard machine.look().state.isAlive else { return .unknown(ending ?? "\(error)") }
      throw error
    }
  }

  /// What became of the machine, when it has ended.
  private var ending: String? {
    let look = machine.look()
    guard !look.state.isAlive else { return nil }
    return "'\(machine.name)' ended meanwhile" + (look.reason.map { ": \($0)" } ?? "")
  }

  /// A short change under the lock on the monitor of this wait.
  private func locked<Value: Sendable>(
    _ body: (inout HotPlugSession) async throws(RuntimeError) -> Value
  ) async throws(RuntimeError) -> Value {
    try await machine.locked { () throws(RuntimeError) in
      var session = try await HotPlugSession(machine, monitor)
      return try await body(&session)
    }
  }
}
