internal import Glibc

/// The texts that a machine leaves.
public enum MachineLog: Sendable {
  /// QEMU's standard error.
  case qemu
  /// What the guest printed on its serial port.
  case console
}

extension Machine {
  /// Hands over a log, piece by piece.
  ///
  /// - Parameter follow: go on with what is added until the machine ends or the task is cancelled.
  /// - Throws: `RuntimeError` of kind `failed` when there is no log yet.
  public func followLog(_ log: MachineLog, follow: Bool, output: ([UInt8]) -> Void) async throws(RuntimeError) {
    let path = log == .qemu ? paths.qemuLog : paths.consoleLog
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw RuntimeError(.failed, "'\(name)' has no log yet: start it with `vmrun start \(name)`")
    }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !Task.isCancelled {
      // Asked before the file is read: what was written before the end is not missed.
      let isAlive = look().isAlive
      while case let count = read(descriptor, &buffer, buffer.count), count > 0 { output(Array(buffer[..<count])) }
      guard follow, isAlive else { return }
      do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
    }
  }
}
