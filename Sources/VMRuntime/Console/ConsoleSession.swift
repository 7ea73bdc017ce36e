internal import GLib
internal import Glibc

/// Joins this process's terminal with a guest's serial port, until the user detaches.
actor ConsoleSession {
  /// Ctrl-], the key that telnet(1) and virsh use.
  private static let detachKey: UInt8 = 0x1D

  private nonisolated let executor = MainContextExecutor.shared
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let socket: UnixSocket
  private let ending = OneShot<ConsoleEnd>()
  private var input: EventSource?
  private var silence: EventSource?
  private var inputEnded = false

  init(_ path: String) throws(RuntimeError) {
    do { socket = try UnixSocket(connectingTo: UnixSocketPath(path)) } catch { throw RuntimeError(error) }
  }

  func run() async -> ConsoleEnd {
    let terminal = RawTerminal(STDIN_FILENO)
    defer { terminal.restore() }
    socket.start { [weak self] event in
      nonisolated(unsafe) let event = event
      self?.assumeIsolated { $0.handle(event) }
    }
    input = executor.watch(STDIN_FILENO, for: .readable) { [weak self] in
      self?.assumeIsolated { $0.readInput() } ?? false
    }
    let end = await ending.value
    input?.cancel()
    silence?.cancel()
    socket.close()
    return end
  }

  private func handle(_ event: UnixSocket.Event) {
    switch event {
    case .closed: ending.finish(.machineEnded)
    case .received(let bytes):
      var sent = 0
      while sent < bytes.count {
        let count = write(STDOUT_FILENO, bytes.baseAddress! + sent, bytes.count - sent)
        if count < 0, errno != EINTR, errno != EAGAIN { return ending.finish(.detached) }
        sent += max(0, count)
      }
      if inputEnded { endAfterSilence() }
    }
  }

  private func readInput() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return true }
    guard count > 0 else {
      inputEnded = true
      endAfterSilence()
      return false
    }
    let bytes = buffer[..<count]
    let detach = bytes.firstIndex(of: Self.detachKey)
    if let bytes = detach.map({ bytes[..<$0] }) ?? bytes as ArraySlice?, !bytes.isEmpty {
      try? socket.send(Array(bytes))
    }
    if detach != nil { ending.finish(.detached) }
    return detach == nil
  }

  /// Input from a pipe has an end; what the guest still has to say is waited for.
  private func endAfterSilence() {
    silence?.cancel()
    silence = executor.timer(after: .seconds(1)) { [ending] in ending.finish(.detached) }
  }
}

/// Why a console session was over.
public enum ConsoleEnd: Sendable {
  case detached
  case machineEnded
}
