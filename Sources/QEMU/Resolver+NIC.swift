import VMProfile

extension Resolver {
  /// The profile's cards, with drivers, addresses, ids and host ports.
  func nics(on machine: MachineType) throws(QEMUError) -> [ResolvedNIC] {
    var taken = Set(profile.nics.compactMap(\.mac))
    var ports = freePorts
    var nics: [ResolvedNIC] = []
    for (index, nic) in profile.nics.enumerated() {
      let model = try model(of: nic, index: index, on: machine)
      let mac = nic.mac ?? .derived(from: facts.identity, machine: profile.name, index: index, avoiding: taken)
      taken.insert(mac)
      let onPCI = model.bus == "PCI"
      var resolved = ResolvedNIC(
        id: "nic\(index)", netdevID: "net\(index)", driver: model.name, model: nic.model, mac: mac,
        attachment: try attachment(of: nic, index: index, ports: &ports), isPCI: onPCI,
        port: onPCI && machine.hasRootPorts ? "port\(nics.count { $0.port != nil })" : nil,
        address: nic.address, gateway: nic.gateway, dns: nic.dns)
      resolved.hasOnlySocketNetwork = facts.qemu.hasOnlySocketNetwork
      if case .network(let name) = nic.attachment, let network = facts.networks[name] {
        try join(network, name, &resolved, keyPath: "nics[\(index)]")
      }
      nics.append(resolved)
    }
    return nics
  }

  /// The probe's free ports without those that the profile itself takes.
  private var freePorts: ArraySlice<UInt16> {
    let written = profile.nics.flatMap { $0.attachment.forwards.map(\.hostPort) }
    return facts.freePorts.filter { !written.contains($0) }[...]
  }

  private func attachment(
    of nic: NIC, index: Int, ports: inout ArraySlice<UInt16>
  ) throws(QEMUError) -> Attachment {
    try requireBackend(nic.attachment)
    if case .vde(let name) = nic.attachment, name.path == nil {
      return VDESwitch("\(facts.vdeFolder)/\(name)").map(Attachment.vde) ?? nic.attachment
    }
    var attachment = nic.attachment
    var forwards = attachment.forwards
    for position in forwards.indices where forwards[position].hostPort == 0 {
      guard let port = ports.popFirst() else {
        throw .unavailable(
          "no free port of the host was found for the forward to port \(forwards[position].guestPort) of nic\(index) "
            + "(\(place("nics[\(index)].\(attachment.keyword).forward"))): write a host port in place of 0")
      }
      forwards[position].hostPort = port
    }
    attachment.forwards = forwards
    return attachment
  }

  /// Whether this QEMU has what the attachment needs of it.
  private func requireBackend(_ attachment: Attachment) throws(QEMUError) {
    let wanted: (type: String, note: String)? =
      switch attachment {
      case .user: ("user", "was built without user networking (slirp)")
      case .passt: ("stream", "has no 'stream' network, which passt needs")
      case .tap, .network: ("tap", "was built without TAP networking")
      case .vde: ("vde", "was built without VDE")
      // Either of two will do.
      case .socket, .none: nil
      }
    guard let wanted, !facts.qemu.netdevs.isEmpty, !facts.qemu.netdevs.contains(wanted.type) else { return }
    throw .unavailable("\(binary) \(wanted.note): install a QEMU that has it")
  }

  /// What a network's file says and the card leaves out; a card that does not fit is refused.
  private func join(
    _ network: NetworkFacts, _ name: NetworkName, _ nic: inout ResolvedNIC, keyPath: String
  ) throws(QEMUError) {
    nic.bridge = network.bridge
    nic.mtu = network.mtu
    guard let own = nic.address, let gateway = network.address else { return }
    let range = "\(gateway.network)/\(gateway.prefixLength)"
    guard gateway.contains(own.address), own.prefixLength == gateway.prefixLength else {
      throw wrong(
        "\(keyPath).address",
        "'address' is '\(own)', and network '\(name)' is \(range): write an address of that network with /\(gateway.prefixLength)"
      )
    }
    guard own.address != gateway.address else {
      throw wrong(
        "\(keyPath).address", "'address' is '\(own)', which the host itself has in network '\(name)': write another")
    }
    nic.gateway = nic.gateway ?? gateway.address
    if nic.dns.isEmpty, network.hasDHCP { nic.dns = [gateway.address] }
  }
}
