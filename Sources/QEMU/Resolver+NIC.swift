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
      nics.append(
        ResolvedNIC(
          id: "nic\(index)", netdevID: "net\(index)", driver: model.name, model: nic.model, mac: mac,
          attachment: try attachment(of: nic, index: index, ports: &ports), isPCI: onPCI,
          port: onPCI && machine.hasRootPorts ? "port\(nics.count { $0.port != nil })" : nil,
          address: nic.address, gateway: nic.gateway, dns: nic.dns))
    }
    return nics
  }

  /// The probe's free ports without those that the profile itself takes.
  private var freePorts: ArraySlice<UInt16> {
    let written = profile.nics.flatMap { nic in
      if case .user(let forwards) = nic.attachment { forwards.map(\.hostPort) } else { [] as [UInt16] }
    }
    return facts.freePorts.filter { !written.contains($0) }[...]
  }

  private func attachment(
    of nic: NIC, index: Int, ports: inout ArraySlice<UInt16>
  ) throws(QEMUError) -> Attachment {
    guard case .user(var forwards) = nic.attachment else { return nic.attachment }
    guard facts.qemu.netdevs.isEmpty || facts.qemu.netdevs.contains("user") else {
      throw .unavailable("\(binary) was built without user networking (slirp): install a QEMU that has it")
    }
    for position in forwards.indices where forwards[position].hostPort == 0 {
      guard let port = ports.popFirst() else {
        throw .unavailable(
          "no free port of the host was found for the forward to port \(forwards[position].guestPort) of nic\(index) "
            + "(\(place("nics[\(index)].user.forward"))): write a host port in place of 0")
      }
      forwards[position].hostPort = port
    }
    return .user(forwards: forwards)
  }
}
