internal import GLib

extension Machine {
  /// Joins standard input and output with the guest's serial port; a terminal is in raw mode meanwhile.
  /// Ctrl-] detaches.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when the machine does not run, or another vmrun has the console.
  public func attachConsole() async throws(RuntimeError) -> ConsoleEnd {
    _ = try requireAlive()
    let paths = runPaths
    let attempt: FileLock? = try translating { () throws(GLibError) in try FileLock.attempt(paths.console + ".lock") }
    guard let lock = attempt else {
      throw RuntimeError(
        .failed, "the console of '\(name)' is in use: detach the other `vmrun console \(name)` with Ctrl-]")
    }
    let end = try await ConsoleSession(paths.console).run()
    _ = lock
    return end
  }
}
