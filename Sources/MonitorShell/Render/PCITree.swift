internal import JSON
internal import Wording

/// The devices of `query-pci`, each below the bridge it is plugged into.
struct PCITree: Sendable {
  private let buses: [JSONValue]
  private let occupied: Set<String>

  /// - Parameter occupied: bridges that have a device behind them although `query-pci` does not show it: before the
  ///   guest's firmware has numbered the buses it shows none.
  init(_ answer: JSONValue, occupied: Set<String> = []) {
    buses = answer.arrayValue ?? []
    self.occupied = occupied
  }

  func text(_ palette: Palette) -> String {
    guard !buses.isEmpty else { return "this machine has no PCI" }
    var lines: [String] = []
    for bus in buses {
      lines.append(palette.heading("bus \(bus["bus"]?.intValue ?? 0)"))
      append(bus["devices"]?.arrayValue ?? [], indent: 1, to: &lines, palette)
    }
    let free = freePorts
    if hasPorts { lines.append(free.isEmpty ? "no free port" : "free: " + free.joined(separator: ", ")) }
    return lines.joined(separator: "\n")
  }

  private func append(_ devices: [JSONValue], indent: Int, to lines: inout [String], _ palette: Palette) {
    for device in devices {
      let slot = Self.slot(device)
      var line = String(repeating: "  ", count: indent) + slot + "  "
      if let id = device["qdev_id"]?.stringValue, !id.isEmpty { line += palette.name(id.printable) + "  " }
      line += Self.what(device)
      let inner = Self.inner(device)
      if Self.isBridge(device), inner.isEmpty {
        line += "  " + palette.quiet(isOccupied(device) ? "occupied, not numbered by the guest yet" : "free")
      }
      lines.append(line)
      append(inner, indent: indent + 2, to: &lines, palette)
    }
  }

  private var hasPorts: Bool {
    buses.contains { ($0["devices"]?.arrayValue ?? []).contains(where: Self.isBridge) }
  }

  /// Ports with a name and nothing behind them.
  var freePorts: [String] {
    buses.flatMap { $0["devices"]?.arrayValue ?? [] }.compactMap { device in
      guard Self.isBridge(device), Self.inner(device).isEmpty, !isOccupied(device) else { return nil }
      return device["qdev_id"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  private func isOccupied(_ device: JSONValue) -> Bool {
    device["qdev_id"]?.stringValue.map(occupied.contains) ?? false
  }

  private static func slot(_ device: JSONValue) -> String {
    let slot = String(device["slot"]?.intValue ?? 0, radix: 16)
    let function = device["function"]?.intValue ?? 0
    return (slot.count == 1 ? "0" : "") + slot + ".\(function)"
  }

  private static func what(_ device: JSONValue) -> String {
    let description = device["class_info"]?["desc"]?.stringValue ?? "device"
    let id = device["id"]
    let numbers = [id?["vendor"]?.intValue, id?["device"]?.intValue].compactMap { $0 }.map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    return description.printable + (numbers.count == 2 ? " [\(numbers.joined(separator: ":"))]" : "")
  }

  private static func isBridge(_ device: JSONValue) -> Bool { device["pci_bridge"] != nil }

  private static func inner(_ device: JSONValue) -> [JSONValue] {
    device["pci_bridge"]?["devices"]?.arrayValue ?? []
  }
}
