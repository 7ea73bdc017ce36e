internal import JSON
internal import QMP
internal import VMRuntime
internal import Wording

extension Shell {
  func showView(_ verb: ShellVerb) async throws(ShellError) {
    switch verb {
    case .state: try await showState()
    case .block: try await showBlock()
    default: try await showPCI()
    }
  }

  func showMigration() async throws(ShellError) {
    let answer = try await execute("query-migrate")
    await show(
      ShellResult(answer) { palette, width in
        guard let status = answer["status"]?.stringValue else { return "no migration so far" }
        var line = palette.heading(status)
        if let reason = answer["error-desc"]?.stringValue { line += ": \(reason.printable)" }
        if let ram = answer["ram"], let done = ram["transferred"]?.intValue, let total = ram["total"]?.intValue {
          line += ", \(SizeText.text(done)) sent of \(SizeText.text(total)) memory"
          if let left = ram["remaining"]?.intValue { line += ", \(SizeText.text(left)) left" }
        }
        if let time = answer["total-time"]?.intValue { line += ", \(time) ms" }
        return line
      })
  }

  private func showState() async throws(ShellError) {
    let status = try await execute("query-status")
    var object: JSONObject = ["name": .string(target.name), "status": status["status"] ?? .null]
    if case .machine(let machine) = target {
      let known = machine.status()
      object["uptime"] = known.uptime.map(JSONValue.integer) ?? .null
      object["accelerator"] = known.accelerator.map(JSONValue.string) ?? .null
      object["pid"] = known.pid.map { .integer(Int64($0)) } ?? .null
    } else {
      let name = try await execute("query-name")
      if let name = name["name"] { object["name"] = name }
      let isKVM = try await execute("query-kvm")["enabled"]?.boolValue ?? false
      // Without KVM it may be TCG or another; `qom-get` of the accelerator's type tells.
      object["accelerator"] = isKVM ? "kvm" : .string(await acceleratorType())
    }
    let memory = try await execute("query-memory-size-summary")
    let total = (memory["base-memory"]?.intValue ?? 0) + (memory["plugged-memory"]?.intValue ?? 0)
    object["memory"] = .integer(Int64(total))
    let cpus = try await execute("query-cpus-fast")
    object["cpus"] = .integer(Int64(cpus.arrayValue?.count ?? 0))
    object["qemu"] = (await attachment?.connection.peer).map { .string($0.version) } ?? .null
    let view = object
    await show(
      ShellResult(.object(view)) { palette, _ in
        var rows = view.members.filter { $0.value != .null }.map { ($0.key, $0.value.stringValue ?? $0.value.compact) }
        for index in rows.indices {
          switch rows[index].0 {
          case "memory": rows[index].1 = SizeText.text(total)
          case "uptime": rows[index].1 = Self.duration(view["uptime"]?.intValue ?? 0)
          case "accelerator": rows[index].1 = rows[index].1.uppercased()
          default: break
          }
        }
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { row in
          palette.name(row.0) + String(repeating: " ", count: width - row.0.count + 2) + row.1.printable
        }.joined(separator: "\n")
      })
  }

  private func acceleratorType() async -> String {
    let type = try? await execute("qom-get", ["path": "/machine/accel", "property": "type"])
    let name = type?.stringValue ?? ""
    return name.hasSuffix("-accel") ? String(name.dropLast(6)) : "not KVM"
  }

  private static func duration(_ seconds: Int) -> String {
    switch seconds {
    case ..<60: "\(seconds)s"
    case ..<3600: "\(seconds / 60)m\(seconds % 60)s"
    case ..<86400: "\(seconds / 3600)h\(seconds % 3600 / 60)m"
    default: "\(seconds / 86400)d\(seconds % 86400 / 3600)h"
    }
  }

  // MARK: block

  private func showBlock() async throws(ShellError) {
    let disks = try await execute("query-block").arrayValue ?? []
    let counters = try await execute("query-blockstats").arrayValue ?? []
    let rows = disks.map { BlockRow($0, counters: counters) }
    await show(
      ShellResult(.array(rows.map(\.json))) { palette, _ in
        guard !rows.isEmpty else { return "no disks" }
        var table = ColumnTable(["DEVICE", "NODE", "FORMAT", "SIZE", "ON DISK", "READ", "WRITTEN", "FILE"])
        for row in rows { table.append(row.cells) }
        return table.text(heading: palette.heading)
      })
  }

  // MARK: pci

  private func showPCI() async throws(ShellError) {
    let buses = try await execute("query-pci")
    var occupied: Set<String> = []
    for port in PCITree(buses).freePorts {
      // The bus behind a root port has the port's name; each device on it is a link `child[N]`.
      let path = "/machine/peripheral/\(port)/\(port)"
      guard let links = try? await execute("qom-list", ["path": .string(path)]).arrayValue else { continue }
      if links.contains(where: { $0["name"]?.stringValue?.hasPrefix("child[") == true }) { occupied.insert(port) }
    }
    let tree = PCITree(buses, occupied: occupied)
    await show(ShellResult(buses) { palette, _ in tree.text(palette) })
  }
}
