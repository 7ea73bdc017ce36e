import VMProfile
internal import Wording

extension Resolver {
  /// Cards that QEMU lists and that take no `netdev` of their own, so that no attachment fits them.
  private static let unusable: Set<String> = ["rocker", "pvrdma"]

  /// The card that QEMU has for the model as written.
  func model(of nic: NIC, index: Int, on machine: MachineType) throws(QEMUError) -> NICModel {
    let keyPath = "nics[\(index)].model"
    let virtio = machine.hasPCI ? NICModel(name: "virtio-net-pci", bus: "PCI") : .virtioDevice
    let name = nic.model == "virtio" ? virtio.name : nic.model
    let known = facts.qemu.nicModels
    guard !known.isEmpty else {
      // A binary that listed nothing: its own message will have to do.
      return nic.model == "virtio" ? virtio : NICModel(name: name, bus: machine.hasPCI ? "PCI" : "virtio-bus")
    }

    let usable = known.filter { machine.takes($0) && !Self.unusable.contains($0.name) }
    if let model = usable.first(where: { $0.name == name || $0.alias == name }) { return model }

    let names = usable.map(\.name)
    let choice = (names.contains(virtio.name) ? ["virtio"] : []) + names
    let list = choice.isEmpty ? "" : ". Usable here: \(Suggestion.list(choice))"
    if let model = known.first(where: { $0.name == name || $0.alias == name }) {
      throw wrong(keyPath, "'model' is '\(nic.model)', \(Self.obstacle(of: model, on: machine))\(list)")
    }
    let aliases = usable.compactMap(\.alias)
    let hint = Suggestion.nearest(to: nic.model, among: choice + aliases).map { ": did you mean '\($0)'?" } ?? ""
    let joined = hint.isEmpty ? list : String(list.drop { $0 == "." })
    throw wrong(keyPath, "'model' is '\(nic.model)', which \(binary) does not have\(hint)\(joined)")
  }

  private static func obstacle(of model: NICModel, on machine: MachineType) -> String {
    if unusable.contains(model.name) { return "a device that no network can be attached to" }
    switch model.bus {
    case "usb-bus": return "which needs a USB bus, and vmrun's machines have none"
    case "virtio-bus": return "which is for boards without PCI: write virtio"
    case let bus?: return "which needs a bus (\(bus)) that board '\(machine)' does not have"
    case nil: return "which names no bus that board '\(machine)' has"
    }
  }
}

extension NICModel {
  fileprivate static let virtioDevice = NICModel(name: "virtio-net-device", bus: "virtio-bus")
}

extension MachineType {
  /// Whether a card's bus is on the board.
  fileprivate func takes(_ model: NICModel) -> Bool {
    switch model.bus {
    case "PCI": hasPCI
    case "ISA": self == .pc || self == .q35
    // QEMU puts a virtio-net-device on an x86 PC nowhere; `virt` has such slots, but cards there have no MSI-X.
    case "virtio-bus": self == .microvm
    default: false
    }
  }
}
