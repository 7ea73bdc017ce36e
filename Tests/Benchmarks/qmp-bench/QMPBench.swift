internal import Foundation
internal import GLib
internal import JSON
internal import QMP

/// Measures the QMP library against a QEMU that is running already.
@main
struct QMPBench {
  static func main() async throws {
    guard let what = CommandLine.arguments.dropFirst().first, let path = CommandLine.arguments.dropFirst(2).first else {
      print("usage: qmp-bench rate|schema SOCKET")
      exit(64)
    }
    let connection = try await QMPConnection.connect(to: path)
    switch what {
    case "schema": try await schema(connection)
    default: try await rate(connection)
    }
    await connection.close()
  }

  static func schema(_ connection: QMPConnection) async throws {
    let answer = try await connection.execute("query-qmp-schema")
    let bytes = answer.compactBytes
    for _ in 0..<5 {
      let start = ContinuousClock.now
      let value = try JSONValue(parsing: bytes)
      let parsed = ContinuousClock.now
      let schema = try QMPSchema(value)
      let indexed = ContinuousClock.now
      print("parse \(parsed - start) index \(indexed - parsed) commands \(schema.commands.count)")
    }
    let directory = NSTemporaryDirectory() + "/qmp-bench-cache"
    for _ in 0..<3 {
      let introspection = QMPIntrospection(connection, cacheDirectory: directory)
      let start = ContinuousClock.now
      _ = try await introspection.schema()
      let loaded = ContinuousClock.now
      _ = try await introspection.deviceTypes()
      let devices = ContinuousClock.now
      _ = try await introspection.properties(of: "virtio-net-pci")
      print("schema \(loaded - start) devices \(devices - loaded) properties \(ContinuousClock.now - devices)")
    }
  }

  /// `query-status` round trips a second, one at a time, for a caller on the global pool and for one that
  /// lives on the connection's own thread.
  static func rate(_ connection: QMPConnection) async throws {
    let seconds = CommandLine.arguments.dropFirst(3).first.flatMap(Double.init) ?? 2
    let pool = try await Task.detached { try await rate(connection, seconds) }.value
    let own = try await Task(executorPreference: QMPConnection.taskExecutor) {
      try await rate(connection, seconds)
    }.value
    print("{\"pool\": \(Int(pool)), \"executor\": \(Int(own))}")
  }

  private static func rate(_ connection: QMPConnection, _ seconds: Double) async throws -> Double {
    let start = ContinuousClock.now
    var count = 0
    while ContinuousClock.now - start < .seconds(seconds) {
      for _ in 0..<50 { _ = try await connection.queryStatus() }
      count += 50
    }
    return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
  }
}
