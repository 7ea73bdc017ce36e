internal import Glibc
internal import HostNetwork
internal import JSON
internal import QEMU
internal import QMP
internal import VMProfile

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

  /// Adds the network of a card.
  func addBackend(_ request: NICRequest, _ nic: ResolvedNIC) async throws(RuntimeError) {
    guard case .tap(.existing(let interface)) = request.attachment else {
      try await execute("netdev_add", nic.backendArguments(cableFolder: cableFolder))
      return
    }
    let descriptor: Int32
    do { descriptor = try TapDevice.open(interface) } catch { throw RuntimeError(error) }
    defer { close(descriptor) }
    // The monitor keeps the descriptor under this name until the network takes it.
    let name = "\(nic.netdevID)-tap"
    try await execute("getfd", ["fdname": .string(name)], descriptors: [descriptor])
    do throws(RuntimeError) {
      try await execute("netdev_add", ["type": "tap", "id": .string(nic.netdevID), "fd": .string(name)])
    } catch {
      _ = try? await execute("closefd", ["fdname": .string(name)])
      throw error
    }
  }
}
