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

  static func rate(_ connection: QMPConnection) async throws {}
}
