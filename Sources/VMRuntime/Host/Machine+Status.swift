internal import DiskImage
internal import GLib
internal import QMP
internal import VMProfile

extension Machine {
  /// Whether it was ever started and not deleted since.
  public var hasInstance: Bool { Folder.exists(paths.record) }

  /// What files tell, without a word to QEMU.
  public func status() -> MachineStatus { status(look()) }

  func status(_ look: InstanceLook) -> MachineStatus {
    var status = MachineStatus(name: "\(name)", state: look.state)
    status.reason = look.reason
    status.profile = look.record?.profile
    status.pid = look.process?.pid
    guard let run = look.record?.run else { return status }
    status.accelerator = run.accelerator
    status.acceleratorReason = run.acceleratorReason
    status.memory = run.memory
    status.smp = run.smp
    status.qemuVersion = run.qemuVersion
    // What came while it ran went with it.
    status.nics = run.nics.filter { look.state.isAlive || $0.hotPlugged != true }.map(NICStatus.init)
    if let disk = run.lentDisk ?? look.record?.disk {
      status.disks = [
        DiskStatus(
          file: run.ephemeral ? paths.ephemeralOverlay : paths.overlay, backing: disk.base, size: disk.size.bytes,
          ephemeral: run.ephemeral)
      ]
    }
    status.disks += (run.disks ?? []).map { disk in
      DiskStatus(
        name: disk.name, file: disk.file, backing: nil, size: disk.size, ephemeral: disk.ephemeral,
        isReadOnly: disk.isReadOnly)
    }
    guard look.isAlive else { return status }
    status.uptime = max(0, HostClock.now - run.started)
    status.forwards = run.nics.flatMap(\.forwards)
    let paths = paths.of(run)
    status.monitors = paths.monitors
    status.console = paths.console
    return status
  }

  /// The same, with the state and the network cards as QEMU itself has them where its monitor answers.
  ///
  /// - Throws: `RuntimeError` of kind `timedOut` when QEMU runs and none of its monitors answers.
  public func liveStatus() async throws(RuntimeError) -> MachineStatus {
    var status = host.withProfile(status())
    // QEMU calls a guest running whose kernel panicked; the journal knows better.
    guard status.pid != nil, status.state != .starting, status.state != .crashed else { return status }
    let live: RunState
    let network: LiveNetwork
    do {
      (live, network) = try await withMonitor { monitor throws(QMPError) in
        (try await monitor.queryStatus(), try await LiveNetwork(monitor, recorded: look().record?.run?.nics ?? []))
      }
    } catch {
      // It may have ended while it was asked.
      let later = self.status()
      guard later.pid != nil else { return later }
      throw error
    }
    status.nics = network.nics
    await addNetworks(&status, look().record?.run?.nics ?? [])
    status.forwards = network.forwards
    if network.hasLeftovers { await cleanUpNICs() }
    switch live {
    case .running: status.state = .running
    case .paused, .prelaunch: status.state = .paused
    case .suspended: status.state = .suspended
    case .guestPanicked: (status.state, status.reason) = (.crashed, "the guest's kernel panicked")
    default: break
    }
    return status
  }
}
