internal import VMProfile

extension QEMUImport {
  mutating func readNetwork(_ option: QEMUOption, _ order: Int) {
    let values = OptionValues(option.value ?? "", implied: "type")
    hasNetworkOption = true
    switch (option.name, values["type"]) {
    case ("netdev", _): networks[values["id"] ?? ""] = (values, option)
    case (_, "none"): break  // The machine has the cards that are named, and no other.
    case ("nic", _): addCard(order, model: values["model"], mac: values["mac"], values, option)
    case (_, "nic"): oldCards.append((values, option))
    default: oldNetworks.append((values, option))
    }
  }

  /// - Parameters:
  ///   - model: nil: the board's own.
  ///   - values: of the network that the card is plugged into.
  mutating func addCard(
    _ order: Int, model: String?, mac: String?, _ values: OptionValues, _ option: QEMUOption
  ) {
    var card = ImportedNIC(nic: NIC(model: Self.profileModel(model) ?? standardModel, attachment: .none))
    if let model, !Self.isModel(model) {
      lose(option, "'\(model)' is no name of a card")
      card.nic.model = NIC.defaultModel
    }
    if let mac {
      card.nic.mac = MACAddress(mac)
      if card.nic.mac == nil { lose(option, "'\(mac)' is no MAC address of a card") }
    }
    var reader = QEMUNetworkReader(values: values, option: option, passts: script?.passts ?? [:])
    card.nic.attachment = reader.attachment()
    card.remarks += reader.remarks
    result.losses += reader.losses
    cards.append((order, card))
  }

  /// Puts the cards in their order, with the one that QEMU adds by itself.
  mutating func joinCards() {
    if let (values, option) = oldCards.first {
      let network = oldNetworks.first
      let none = (values: OptionValues("none", implied: "type"), option: option)
      let (other, place) = network ?? none
      addCard(.max, model: values["model"], mac: values["macaddr"], other, place)
    }
    for (_, option) in oldCards.dropFirst() + oldNetworks.dropFirst() {
      lose(option, "of cards on one hub a profile has one, with one network: write the others down")
    }
    if oldCards.isEmpty, let (_, option) = oldNetworks.first { lose(option, "no card is plugged into it") }
    result.nics = cards.sorted { $0.order < $1.order }.map(\.card)
    if hasDefaults, !hasNetworkOption {
      result.nics = [ImportedNIC(nic: NIC(model: standardModel))]
    }
    if hasDefaults, result.display == nil {
      result.display = .gtk
      result.remark("display", "QEMU opens a window unless told otherwise; `none` is the serial console alone")
    }
  }

  /// QEMU's card on this board when nobody chooses one.
  private var standardModel: String {
    if result.arch == .aarch64 || result.arch == .riscv64 || result.machine == .microvm { return NIC.defaultModel }
    // QEMU's own default board is pc, vmrun's is q35.
    return result.machine == .q35 ? "e1000e" : "e1000"
  }

  static func profileModel(_ driver: String?) -> String? {
    guard let driver else { return nil }
    let virtio: Set<String> = ["virtio", "virtio-net", "virtio-net-pci", "virtio-net-device", "virtio-pci"]
    return virtio.contains(driver) ? NIC.defaultModel : driver
  }

  static func isModel(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "_") else { return false }
    return text.utf8.count <= 64
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
      }
  }
}
