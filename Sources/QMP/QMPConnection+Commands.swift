internal import JSON

// The commands that vmrun itself uses, with their types (QEMU QMP Reference Manual).
extension QMPConnection {
  /// `query-status`.
  public func queryStatus(timeout: Duration = .seconds(5)) async throws(QMPError) -> RunState {
    let answer = try await execute("query-status", timeout: timeout)
    guard let status = answer["status"]?.stringValue else {
      throw .protocolViolation("the answer to query-status has no 'status'")
    }
    return RunState(rawValue: status)
  }

  /// `stop`: the virtual CPUs pause; memory and devices stay.
  public func stop() async throws(QMPError) { try await execute("stop") }

  /// `cont`: the virtual CPUs go on.
  public func resume() async throws(QMPError) { try await execute("cont") }

  /// `system_powerdown`: presses the ACPI power button. Only a request; the guest may not listen.
  public func powerDown() async throws(QMPError) { try await execute("system_powerdown") }

  /// `set_link`: plugs the cable of a network card or backend in or out.
  public func setLink(_ id: String, up: Bool) async throws(QMPError) {
    try await execute("set_link", ["name": .string(id), "up": .bool(up)])
  }

  /// `quit`: ends QEMU at once; for the guest it is a power cut.
  ///
  /// QEMU may be gone before its answer arrives: an end of the connection is success here.
  public func quit() async throws(QMPError) {
    do {
      try await execute("quit")
    } catch .disconnected {
      return
    }
  }
}
