internal import GLib
internal import Glibc
internal import HostNetwork
public import QEMU
public import VMProfile

extension VMHost {
  /// How often a start is repeated with other ports when one that vmrun chose is taken at the last moment.
  private static let portAttempts = 5

  /// Starts a machine and returns when QEMU has answered on its monitor.
  ///
  /// - Returns: also when it ran already; then nothing was done.
  /// - Throws: `RuntimeError`: `invalidProfile` for a value that this QEMU does not know, `unavailable` when the
  ///   host lacks something, `failed` with QEMU's own words when QEMU refuses.
  public func start(_ profile: Profile, options: StartOptions = StartOptions()) async throws(RuntimeError)
    -> StartOutcome
  {
    try await start(ProfileFile(profile), options: options)
  }

  /// The same for a profile from a file, whose folder is the base of its relative paths.
  public func start(_ file: ProfileFile, options: StartOptions = StartOptions()) async throws(RuntimeError)
    -> StartOutcome
  {
    let machine = machine(file.profile.name)
    // Before the instance has a folder; again under its lock, where it counts. One's own needs no permission.
    if !isOwn(file), !machine.look().isAlive { try requireTrust(in: file) }
    return try await machine.locked { () throws(RuntimeError) in
      let look = machine.look()
      if let process = look.process {
        return StartOutcome(machine: machine, wasRunning: true, pid: process.pid, status: machine.status(look))
      }
      let preparer = Preparer(machine: machine, file: file, options: options)
      return try await machine.leavingNothingBehind { () throws(RuntimeError) in
        var attempt = 1
        while true {
          var preparation = try await preparer.run(avoidsLastPorts: attempt > 1)
          do throws(RuntimeError) {
            var warnings = preparation.warnings
            let pid = try await machine.launch(&preparation, options: options, warnings: &warnings)
            let status = machine.status(InstanceLook(started: preparation.record, pid: pid))
            return StartOutcome(machine: machine, wasRunning: false, pid: pid, status: status, warnings: warnings)
          } catch {
            guard error.isPortTaken, attempt < Self.portAttempts else { throw error }
            attempt += 1
          }
        }
      }
    }
  }

  /// The command line that would start the machine, with all files in place that it names.
  ///
  /// - Returns: of a running machine the command line with the ports that it has.
  package func prepare(_ file: ProfileFile, options: StartOptions) async throws(RuntimeError) -> Preparation {
    let machine = machine(file.profile.name)
    try requireTrust(in: file)
    return try await machine.locked { () throws(RuntimeError) in
      let look = machine.look()
      guard look.process != nil else {
        return try await machine.leavingNothingBehind { () throws(RuntimeError) in
          let preparation = try await Preparer(machine: machine, file: file, options: options).run()
          // The disk and the seed are there now, and it still never ran, or ended as it did.
          var record = preparation.record
          record.run = look.record?.run
          if record != look.record { try record.write(to: machine.paths.record) }
          return preparation
        }
      }
      let options = StartOptions(ephemeral: look.record?.run?.ephemeral ?? options.ephemeral)
      return try await Preparer(machine: machine, file: file, options: options).run(isRunning: true)
    }
  }
}

extension Machine {
  /// Starts QEMU for a machine that was made ready. The caller holds the lock.
  /// - Parameter preparation: its record gets the names of the TAPs.
  func launch(
    _ preparation: inout Preparation, options: StartOptions, warnings: inout [String]
  ) async throws(RuntimeError) -> Int32 {
    try PortCheck(host: host, machine: name).check(preparation.resolved)
    let networks = try await NetworkCables(machine: self).plug(preparation)
    warnings += networks.warnings + preparation.resolved.nics.compactMap(Passt.caution)
    do throws(RuntimeError) {
      let cables = try await Cables(preparation.resolved, CableOpener(machine: self, networkTaps: networks.taps))
      preparation.record.run?.note(cables.interfaces)
      try preparation.record.write(to: paths.record, isDurable: false)
      let unplugged = preparation.resolved.nics.filter { $0.attachment == .none }.map(\.id)
      var launch = QEMULaunch(
        host: host, paths: paths, commandLine: preparation.commandLine, cables: cables, unplugged: unplugged,
        patience: options.patience, keepsChild: options.keepsChild)
      if !preparation.networks.isEmpty { launch.spawned = { [name] in options.keeper?.watch($0, machine: name) } }
      let pid = try await launch.start()
      // QEMU has it open; without a name the kernel frees it with QEMU, however QEMU ends.
      if options.ephemeral {
        let files = preparation.resolved.paths
        for path in [files.overlay, files.variables].compactMap(\.self) + files.disks.values { unlink(path) }
      }
      return pid
    } catch {
      if !preparation.networks.isEmpty { try? await host.networks.leave(directory: paths.directory) }
      throw error
    }
  }
}

extension VMHost {
  /// The command line that `prepare` came to.
  public func commandLine(_ file: ProfileFile) async throws(RuntimeError) -> QEMUCommandLine {
    try await prepare(file, options: StartOptions()).commandLine
  }
}
