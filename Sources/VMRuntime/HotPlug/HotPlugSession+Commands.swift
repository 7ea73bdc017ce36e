internal import JSON
internal import QMP

extension HotPlugSession {
  /// Runs a command of QEMU's; an error gets its kind.
  @discardableResult
  func execute(_ command: String, _ arguments: JSONObject, descriptors: [Int32] = []) async throws(RuntimeError)
    -> JSONValue
  {
    do { return try await monitor.execute(command, arguments, descriptors: descriptors) } catch {
      throw RuntimeError(error)
    }
  }

  func ask<Value>(
    _ body: (QMPConnection) async throws(QMPError) -> Value
  ) async throws(RuntimeError) -> Value {
    do { return try await body(monitor) } catch { throw RuntimeError(error) }
  }
}
