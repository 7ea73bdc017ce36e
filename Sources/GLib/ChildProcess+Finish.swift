internal import Glibc

extension ChildProcess {
  /// How a program ended.
  package struct Ending: Sendable {
    /// As waitpid(2) gives it; nil: it ran into its deadline and was killed.
    package var status: Int32?
    /// The end of what it wrote to its standard output and error.
    package var said: [String]

    package var hasSucceeded: Bool { status == 0 }
  }

  /// Runs a program that is soon done. What it leaves running in the background goes on.
  ///
  /// - Throws: `GLibError` when it cannot be started.
  package func finish(within timeout: Duration) async throws(GLibError) -> Ending {
    let (reader, writer) = try OpenDescriptor.socketPair()
    var child = self
    child.standardOutput = writer.number
    child.standardError = writer.number
    child.keepsChild = true
    let pid = try child.start()
    // Not reaped before its status is asked for: the number is its own until then.
    let handle = ProcessHandle(pid: pid)
    let isInTime = await handle?.waitForEnd(timeout: timeout) ?? true
    if !isInTime { handle?.send(signal: SIGKILL) }
    let status = await Self.waitStatus(of: pid)
    // There is far more room than these programs have words.
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(reader.number, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    withExtendedLifetime(writer) {}
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(\.trimmingSpaces).filter { !$0.isEmpty }
    return Ending(status: isInTime ? status : nil, said: lines)
  }
}
