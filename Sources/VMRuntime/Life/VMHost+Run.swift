internal import GLib
internal import Glibc

extension VMHost {
  /// Starts a machine, passes SIGINT, SIGTERM and SIGHUP of this process on to its QEMU, and returns when
  /// QEMU has ended. When this process is killed instead, the machine goes on and can be managed as any other.
  ///
  /// - Parameter started: called when the machine runs.
  /// - Returns: QEMU's exit status; 128 plus the signal's number when a signal ended it, as shells have it.
  /// - Throws: `RuntimeError` of kind `failed` when the machine ran already.
  public func runInForeground(
    _ file: ProfileFile, options: StartOptions = StartOptions(), started: (StartOutcome) -> Void
  ) async throws(RuntimeError) -> Int32 {
    var options = options
    options.keepsChild = true
    let outcome = try await start(file, options: options)
    let machine = outcome.machine
    guard !outcome.wasRunning else {
      throw RuntimeError(.failed, "'\(machine.name)' is running already: stop it with `vmrun stop \(machine.name)`")
    }
    let handle = ProcessHandle(pid: outcome.pid)
    let signals = [SIGINT, SIGTERM, SIGHUP].map { number in
      MainContextExecutor.shared.onSignal(number) { handle?.send(signal: number) }
    }
    started(outcome)
    let status = await ChildProcess.waitStatus(of: outcome.pid)
    signals.forEach { $0.cancel() }
    machine.removeLeftovers()
    try await machine.leaveNetworksIfStopped()
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }
}
