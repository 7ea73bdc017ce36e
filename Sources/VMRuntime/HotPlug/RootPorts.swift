internal import QMP

/// The PCI Express root ports of a machine, and what is plugged into them, as QEMU has it.
struct RootPorts: Sendable, Equatable {
  struct Port: Sendable, Equatable {
    var id: String
    /// Whether nothing is plugged in.
    var isFree: Bool
  }

  /// In the order of their numbers.
  var ports: [Port]

  init(_ ports: [Port]) {
    self.ports = ports.sorted { Self.number($0.id) < Self.number($1.id) }
  }

  /// Asks QEMU, since others plug devices, too.
  init(_ monitor: QMPConnection, devices: [String: String]) async throws(QMPError) {
    var ports: [Port] = []
    for (id, type) in devices where type == "pcie-root-port" {
      // The bus behind a port has the port's name; each device on it is a link `child[N]`.
      let bus = try await monitor.properties(of: "/machine/peripheral/\(id)/\(id)")
      ports.append(Port(id: id, isFree: !bus.keys.contains { $0.hasPrefix("child[") }))
    }
    self.init(ports)
  }

  /// The port for the next card: the one that it would have at a start with this number of cards before it, else
  /// the first free one.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when all are taken.
  func port(preferring index: Int, of name: String) throws(RuntimeError) -> String {
    let free = ports.filter(\.isFree).map(\.id)
    if let first = free.first { return free.contains("port\(index)") ? "port\(index)" : first }
    guard !ports.isEmpty else {
      throw RuntimeError(
        .failed, "'\(name)' has no hot-plug ports: add the NIC to the profile and restart it, or start it with vmrun")
    }
    let all = ports.count == 1 ? "the only hot-plug port" : "all \(ports.count) hot-plug ports"
    throw RuntimeError(
      .failed,
      "\(all) of '\(name)' \(ports.count == 1 ? "is" : "are") taken: remove a NIC, or add it to the profile and restart"
    )
  }

  private static func number(_ id: String) -> Int { Int(id.drop { !$0.isNumber }) ?? .max }
}
