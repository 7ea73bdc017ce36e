internal import GLib
internal import Glibc
internal import JSON

/// Stands between a client and a QEMU, passes on what both say, and writes it down.
///
///     let recorder = try await SessionRecorder(monitor: "/run/qemu.sock")
///     let connection = try await QMPConnection.connect(to: recorder.path)
///     …
///     let text = await recorder.finish().text
///
/// For one client. Descriptors are passed on as well.
public actor SessionRecorder {
  nonisolated let executor = MainContextExecutor.shared
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// The socket to connect to instead of QEMU's.
  public nonisolated let path: String
  private let listener: PeerListener
  private let qemu: UnixSocket
  private var client: UnixSocket?
  private var accepting: EventSource?
  private var recording = SessionRecording()
  private var lines = (qemu: [UInt8](), client: [UInt8]())
  private var arrived: [Int32] = []
  /// Descriptors that have been passed on and not yet been counted for a command.
  private var unclaimed = 0

  /// - Parameter monitor: the socket of QEMU's monitor.
  /// - Throws: when nobody listens there.
  public init(monitor: String) async throws {
    qemu = try UnixSocket(connectingTo: UnixSocketPath(monitor))
    listener = try PeerListener()
    path = listener.path
    accepting = executor.watch(listener.descriptor, for: .readable) { [weak self] in
      self?.assumeIsolated { $0.accept() } ?? false
    }
  }

  /// Ends both connections.
  ///
  /// - Returns: what was said.
  public func finish() -> SessionRecording {
    qemu.close()
    client?.close()
    accepting?.cancel()
    listener.remove()
    return recording
  }

  private func accept() -> Bool {
    guard let socket = listener.accept() else { return true }
    client = socket
    socket.descriptorHandler = { [weak self] descriptors in self?.assumeIsolated { $0.arrived += descriptors } }
    socket.start { [weak self] event in
      nonisolated(unsafe) let event = event
      self?.assumeIsolated { $0.handleClient(event) }
    }
    qemu.start { [weak self] event in
      nonisolated(unsafe) let event = event
      self?.assumeIsolated { $0.handleQEMU(event) }
    }
    return false
  }

  private func handleClient(_ event: UnixSocket.Event) {
    guard case .received(let bytes) = event else { return qemu.close() }
    let descriptors = arrived
    arrived = []
    unclaimed += descriptors.count
    lines.client += bytes
    while let line = Self.take(&lines.client) {
      if let value = try? JSONValue(parsing: line) {
        let takes = ReceivedCommand(line)?.takesDescriptors == true
        recording.lines.append(.client(value, descriptors: takes ? unclaimed : 0))
        if takes { unclaimed = 0 }
      }
    }
    try? qemu.send(Array(bytes), descriptors: descriptors)
    descriptors.forEach { close($0) }
  }

  private func handleQEMU(_ event: UnixSocket.Event) {
    guard case .received(let bytes) = event else {
      client?.close()
      return
    }
    lines.qemu += bytes
    while let line = Self.take(&lines.qemu) {
      if case .object(let message)? = try? JSONValue(parsing: line) { recording.lines.append(.peer(message)) }
    }
    try? client?.send(Array(bytes))
  }

  private static func take(_ bytes: inout [UInt8]) -> [UInt8]? {
    guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
    defer { bytes.removeSubrange(...end) }
    return Array(bytes[..<end])
  }
}
