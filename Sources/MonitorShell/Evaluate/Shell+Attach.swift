internal import GLib
internal import QMP
internal import VMRuntime

extension Shell {
  /// Connects, and follows the events from then on.
  package func attach() async throws(ShellError) {
    let attachment = try await target.open()
    let events = attachment.connection.events()
    self.attachment = attachment
    (endReason, attachError) = (nil, nil)
    introspection = QMPIntrospection(attachment.connection, cacheDirectory: options.cacheDirectory)
    live = LiveState(attachment.connection)
    followers = [
      Task { [weak self] in
        for await event in events { await self?.receive(event) }
        await self?.connectionEnded(attachment)
      }
    ]
    runState = try? await attachment.connection.queryStatus()
  }

  /// What QEMU says about itself is asked before somebody waits for it.
  package func warmUp() {
    guard let introspection, let live else { return }
    followers.append(
      Task {
        _ = try? await introspection.schema()
        _ = try? await introspection.deviceTypes()
        await live.warmUp()
      })
  }

  /// A sentence about what the shell is attached to.
  package func greeting() async -> String {
    guard let connection = attachment?.connection else {
      return "\(attachError ?? "\(target.subject) is not running"); the shell attaches as soon as it can"
    }
    return "\(target.name): \(await description(connection)). Tab completes, help explains, Ctrl-D leaves."
  }

  private func description(_ connection: QMPConnection) async -> String {
    let version = await connection.peer.map { "QEMU \($0.version)" } ?? "QEMU"
    return "\(version), \(runState?.rawValue ?? "unknown state")"
  }

  /// For a shell that begins before its machine.
  package func waitForStart(_ error: ShellError) async {
    attachError = error.message
    followers = [Task { [weak self] in await self?.attachAgain() }]
  }

  func connection() throws(ShellError) -> QMPConnection {
    if let attachment { return attachment.connection }
    let reason = endReason.map { " (\($0))" } ?? ""
    var error = ShellError.failed(attachError ?? "\(target.subject) is not running\(reason)")
    if attachError == nil, case .machine(let machine) = target {
      error.message += ": start it with `vmrun start \(machine.name)`"
    }
    error.isDisconnect = true
    throw error
  }

  private func connectionEnded(_ ended: Attachment) async {
    guard !isLeaving, attachment === ended else { return }
    attachment = nil
    introspection = nil
    live = nil
    runState = nil
    for waiter in waiters.values { waiter.answer.finish(nil) }
    waiters = [:]
    endReason = await target.reasonOfEnd()
    guard options.isInteractive, !isLeaving else { return }
    await output.note("\(target.subject) has ended\(endReason.map { ": \($0)" } ?? "")")
    await output.promptChanged()
    await attachAgain()
  }

  private func attachAgain() async {
    while !isLeaving, !Task.isCancelled {
      do { try await Task.sleep(for: .milliseconds(300)) } catch { return }
      guard target.isAlive, !isLeaving else { continue }
      guard (try? await attach()) != nil, let connection = attachment?.connection else { continue }
      await output.note("\(target.subject) is back: \(await description(connection))")
      warmUp()
      return await output.promptChanged()
    }
  }
}
