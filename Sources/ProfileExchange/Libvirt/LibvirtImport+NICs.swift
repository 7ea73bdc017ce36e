internal import VMProfile
internal import XML

extension LibvirtImport {
  mutating func readInterface(_ interface: XMLElement) -> ImportedNIC {
    var card = ImportedNIC(nic: NIC(attachment: .none))
    if let model = interface.child("model")?["type"] {
      let name = QEMUImport.profileModel(model) ?? model
      if QEMUImport.isModel(name) { card.nic.model = name } else { lose(interface, "'\(model)' is no name of a card") }
    } else {
      // What libvirt chooses on a PC.
      card.nic.model =
        result.arch == .x86_64 || result.arch == nil ? (result.machine == .pc ? "rtl8139" : "e1000e") : "virtio"
    }
    if let mac = interface.child("mac")?["address"] {
      card.nic.mac = MACAddress(mac)
      if card.nic.mac == nil { lose(interface, "'\(mac)' is no MAC address of a card") }
    }
    card.nic.attachment = attachment(interface, &card)
    if interface.child("link")?["state"] == "down" {
      lose(interface, "the cable is out: `vmrun nic link` takes it out of a running machine")
    }
    let read: Set = [
      "model", "mac", "source", "target", "alias", "address", "link", "portForward", "backend", "driver", "boot", "rom",
      "acpi", "virtualport", "local",
    ]
    for other in interface.children where !read.contains(other.name) { lose(other, "vmrun has nothing like it") }
    return card
  }

  private mutating func attachment(_ interface: XMLElement, _ card: inout ImportedNIC) -> Attachment {
    let source = interface.child("source")
    switch interface["type"] {
    case "user":
      let forwards = portForwards(interface)
      let isPasst = interface.child("backend")?["type"] == "passt"
      return isPasst ? .passt(forwards: forwards) : .user(forwards: forwards)
    case "network":
      guard let text = source?["network"], let name = NetworkName(text) else { break }
      card.remarks.append("libvirt's network '\(name)' is not vmrun's: write Profiles/networks/\(name).yml")
      return .network(name)
    case "bridge":
      guard let text = source?["bridge"], let name = InterfaceName(text) else { break }
      card.remarks.append("the bridge \(name) must be there; `network:` has vmrun bring one up")
      return .tap(.made(bridge: name))
    case "ethernet":
      let target = interface.child("target")
      guard let text = target?["dev"], let name = InterfaceName(text) else { return .tap(.made(bridge: nil)) }
      // libvirt makes the interface unless it is told to leave that alone.
      guard target?["managed"] == "no" else { return .tap(.made(bridge: nil)) }
      card.remarks.append("\(name) must be there; without ifname vmrun makes a TAP that goes with the machine")
      return .tap(.existing(name))
    case "server": if let end = end(source, "address", "port") { return .socket(.listen(end)) }
    case "client": if let end = end(source, "address", "port") { return .socket(.connect(end)) }
    case "mcast": if let end = end(source, "address", "port") { return .socket(.mcast(end, localaddr: nil)) }
    case "udp":
      guard let remote = end(source, "address", "port"), let local = end(source?.child("local"), "address", "port")
      else {
        break
      }
      return .socket(.udp(remote: remote, localaddr: local))
    default: break
    }
    lose(interface, "vmrun has nothing to plug it into: the card has no cable")
    return .none
  }

  private func end(_ source: XMLElement?, _ host: String, _ port: String) -> SocketAddress? {
    guard let port = source?[port] else { return nil }
    return SocketAddress("\(source?[host] ?? "0.0.0.0"):\(port)")
  }

  private mutating func portForwards(_ interface: XMLElement) -> [PortForward] {
    var forwards: [PortForward] = []
    for element in interface.children("portForward") {
      let address = element["address"].map { IPv4Address($0) } ?? .loopback
      if element["address"] == nil {
        result.remark(
          "nics", "libvirt listens for these ports on all addresses, vmrun on 127.0.0.1 unless told otherwise")
      }
      for range in element.children("range") where range["exclude"] != "yes" {
        guard let address, let transport = PortForward.Transport(rawValue: element["proto"] ?? "tcp"),
          let start = range["start"].flatMap(UInt16.init), let to = UInt16(range["to"] ?? "\(start)"),
          let end = UInt16(range["end"] ?? "\(start)"), start <= end, end - start < 256,
          UInt32(to) + UInt32(end - start) <= 65535
        else {
          lose(range, "it is no short range of ports")
          continue
        }
        for offset in 0...(end - start) {
          let forward = PortForward(
            transport: transport, hostAddress: address, hostPort: start + offset, guestPort: to + offset)
          if let forward { forwards.append(forward) }
        }
      }
    }
    return forwards
  }
}
