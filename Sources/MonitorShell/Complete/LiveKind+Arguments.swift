extension LiveKind {
  /// The kind of name that an argument takes; nil where it is none of the machine's.
  ///
  /// The schema calls them all strings, so the names of arguments tell: QEMU uses them alike throughout.
  init?(command: String, key: String, typed: String, given: [InputWord]) {
    let name = key.split(separator: ".").last.map(String.init) ?? key
    switch (command, name) {
    case ("netdev_del", "id"): self = .netdevs
    case ("device_del", "id"): self = .devices
    case ("set_link", "name"), ("query-rx-filter", "name"), ("announce-self", "id"): self = .cables
    case ("object-del", "id"): self = .objects
    case ("chardev-remove", "id"), ("chardev-change", "id"), ("chardev-send-break", "id"): self = .chardevs
    case ("device_add", "bus"): self = .buses
    case ("device_add", "drive"): self = .blockNodes
    case ("device_add", "iothread"), ("device_add", "memdev"), ("device_add", "rng"): self = .objects
    case ("device-sync-config", "id"), ("query-acpi-ospm-status", _): self = .devices
    case ("qom-get", "property"), ("qom-set", "property"):
      guard let path = given.first(where: { $0.key == "path" })?.value?.text else { return nil }
      self = .qomProperties(path: path)
    case (_, "path") where command.hasPrefix("qom-") || command.hasPrefix("x-query-virtio"), (_, "qom-path"):
      self = .qomPaths(parent: Self.parent(of: typed))
    case (let command, "id") where command.hasPrefix("job-"): self = .jobs
    case (let command, "id") where command.hasPrefix("blockdev-") || command.hasPrefix("eject"): self = .devices
    case (let command, "device") where command.hasPrefix("block-job-"): self = .jobs
    case (_, "netdev"): self = .netdevs
    case (_, "chardev"): self = .chardevs
    case (_, "node-name") where command == "blockdev-add": return nil
    case (_, "node-name"), (_, "node"), (_, "base-node"), (_, "top-node"), (_, "snapshot-node-name"): self = .blockNodes
    case ("blockdev-add", "file"), ("blockdev-add", "backing"), (_, "overlay"): self = .blockNodes
    case ("migrate", _), ("balloon", _): return nil
    case (_, "device"): self = .blockDevices
    default: return nil
    }
  }

  /// The folder in which a path goes on.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}
