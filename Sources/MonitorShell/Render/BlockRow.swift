internal import JSON

/// A disk as `query-block` and `query-blockstats` tell of it.
struct BlockRow: Sendable, Equatable {
  let json: JSONValue

  init(_ disk: JSONValue, counters: [JSONValue]) {
    let inserted = disk["inserted"]
    let image = inserted?["image"]
    let device = Self.firstFilled([disk["device"], disk["qdev"], inserted?["node-name"]])
    let stats = counters.first { entry in
      entry["qdev"] == disk["qdev"] && entry["device"] == disk["device"] || entry["node-name"] == inserted?["node-name"]
    }?["stats"]
    json = [
      "device": .string(device), "node": inserted?["node-name"] ?? .null, "format": inserted?["drv"] ?? .null,
      "file": inserted?["file"] ?? .null, "readOnly": inserted?["ro"] ?? .null, "size": image?["virtual-size"] ?? .null,
      "onDisk": image?["actual-size"] ?? .null, "readBytes": stats?["rd_bytes"] ?? .null,
      "writtenBytes": stats?["wr_bytes"] ?? .null,
    ]
  }

  var cells: [String] {
    let readOnly = json["readOnly"]?.boolValue == true ? " (read-only)" : ""
    guard let file = json["file"]?.stringValue else { return [text("device"), "-", "-", "-", "-", "-", "-", "empty"] }
    return [
      text("device"), text("node"), text("format"), size("size"), size("onDisk"), size("readBytes"),
      size("writtenBytes"), file + readOnly,
    ]
  }

  private func text(_ key: String) -> String { json[key]?.stringValue ?? "-" }
  private func size(_ key: String) -> String { json[key]?.intValue.map(SizeText.text) ?? "-" }

  /// A path into QEMU's object tree is shortened to the device it leads to.
  private static func firstFilled(_ values: [JSONValue?]) -> String {
    let name = values.lazy.compactMap { $0?.stringValue }.first { !$0.isEmpty } ?? "-"
    guard name.hasPrefix("/machine/peripheral/") else { return name }
    return name.split(separator: "/").dropFirst(2).first.map(String.init) ?? name
  }
}
