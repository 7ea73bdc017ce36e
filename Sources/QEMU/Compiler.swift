import JSON
import VMProfile

/// Collects the arguments of one machine, group by group in the order in which people read them.
struct Compiler {
  let machine: ResolvedMachine
  private(set) var arguments: [QEMUCommandLine.Argument] = []

  init(machine: ResolvedMachine) { self.machine = machine }

  mutating func add(_ option: String, _ value: String? = nil) {
    arguments.append(QEMUCommandLine.Argument(option: option, value: value.map(QEMUCommandLine.Value.text)))
  }

  mutating func add(_ option: String, _ json: JSONObject) { add(option, JSONValue.object(json).compact) }

  mutating func addListener(id: String, path: String, extra: String = "") {
    arguments.append(
      QEMUCommandLine.Argument(option: "-chardev", value: .listener(id: id, path: path, extra: extra)))
  }

  mutating func addConnection(id: String, path: String) {
    arguments.append(QEMUCommandLine.Argument(option: "-chardev", value: .connection(id: id, path: path)))
  }

  mutating func addNetwork(id: String, _ end: QEMUCommandLine.NetworkEnd, otherwise backend: JSONObject) {
    let value = QEMUCommandLine.Value.network(id: id, end: end, otherwise: JSONValue.object(backend).compact)
    arguments.append(QEMUCommandLine.Argument(option: "-netdev", value: value))
  }

  /// The driver of a virtio device on this board: `virtio-blk` is `virtio-blk-pci`, or `-device` without PCI.
  func virtio(_ kind: String) -> JSONValue { .string("virtio-\(kind)-\(machine.machine.hasPCI ? "pci" : "device")") }
}
