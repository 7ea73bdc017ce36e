package import VMProfile

extension ResolvedNIC {
  /// A card that comes while the machine runs: with DHCP, on PCI.
  package init(
    hotPlugged id: String, netdevID: String, driver: String, model: String, mac: MACAddress, attachment: Attachment,
    port: String?
  ) {
    self.init(
      id: id, netdevID: netdevID, driver: driver, model: model, mac: mac, attachment: attachment, isPCI: true,
      port: port,
      address: nil, gateway: nil, dns: [])
  }

  /// The driver of a card that comes while the machine runs.
  ///
  /// - Parameters:
  ///   - model: as people write it (`virtio`, `e1000`).
  ///   - qemuPath: the binary, for messages.
  /// - Throws: `QEMUError` with the same words as for a profile, or because such a card cannot come later.
  package static func hotPlugDriver(
    _ model: String, in machine: VMName, on board: MachineType, qemuPath: String, qemu: QEMUCapabilities
  ) throws(QEMUError) -> String {
    let nic = NIC(model: model)
    let facts = HostFacts(
      architecture: .x86_64, qemuPath: qemuPath, qemu: qemu, accelerator: .kvm, image: GuestImage(),
      paths: MachinePaths(
        overlay: nil, seed: nil, monitors: [], console: "", consoleLog: "", journal: "", vnc: ""),
      identity: HostIdentity(machineID: "", userID: 0, project: ""), freePorts: [])
    let profile = Profile(name: machine, image: .named(""), nics: [nic])
    let found: NICModel
    do throws(QEMUError) {
      found = try Resolver(profile: profile, facts: facts).model(of: nic, index: 0, on: board)
    } catch {
      // Nothing of this was written in a file: the place would lead nowhere.
      guard case .unsupportedValue(let diagnostic) = error else { throw error }
      throw .unavailable(diagnostic.message)
    }
    guard found.bus == "PCI" else {
      throw .unavailable(
        "'model' is '\(model)', which sits on a bus (\(found.bus ?? "unknown")) that takes no card while the machine runs"
      )
    }
    return found.name
  }
}
