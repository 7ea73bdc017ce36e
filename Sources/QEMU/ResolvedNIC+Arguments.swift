package import JSON
import VMProfile

/// What QEMU is told about a card: at the start (`-netdev`, `-device`) and later (`netdev_add`, `device_add`)
/// in the same words.
extension ResolvedNIC {
  package var deviceArguments: JSONObject {
    var device: JSONObject = [
      "driver": .string(driver), "id": .string(id), "netdev": .string(netdevID), "mac": .string(mac.description),
    ]
    if let port {
      device["bus"] = .string(port)
      device["addr"] = "0"
    }
    // No machine boots from the network: without the ROM the firmware is faster, and the file, which is
    // in a package of its own on some hosts, need not be there.
    if isPCI { device["romfile"] = "" }
    return device
  }

  /// - Parameter cableFolder: a private folder, with its slash at the end.
  package func backendArguments(cableFolder: String) -> JSONObject {
    switch attachment {
    case .user(let forwards): userNetwork(forwards)
    case .none:
      // A card without a backend, and a hub without a host's side, each make QEMU warn at every start. A
      // socket that nobody connects to drops what the guest sends, and stays in the instance's private folder.
      [
        "type": "stream", "id": .string(netdevID), "server": true,
        "addr": ["type": "unix", "path": .string(cableFolder + netdevID)],
      ]
    }
  }

  private func userNetwork(_ forwards: [PortForward]) -> JSONObject {
    var backend: JSONObject = ["type": "user", "id": .string(netdevID)]
    if let address {
      // QEMU's network becomes the one that the card's fixed address lies in, and forwards lead to the first
      // address of its DHCP range: that is the card's own.
      backend["net"] = .string("\(address.network)/\(address.prefixLength)")
      if let gateway { backend["host"] = .string(gateway.description) }
      if let server = dns.first(where: address.contains) { backend["dns"] = .string(server.description) }
      backend["dhcpstart"] = .string(address.address.description)
    } else if let network = ownNetwork {
      backend["net"] = .string(network)
    }
    if !forwards.isEmpty {
      backend["hostfwd"] = .array(forwards.map { ["str": .string($0.hostForward)] })
    }
    return backend
  }
}

extension ResolvedNIC {
  /// The network of a card that is not the first, 10.0.3.0/24 and so on; nil for the first, which has QEMU's own,
  /// 10.0.2.0/24. In one and the same network the guest would answer all through one card, and forwards through the
  /// others would lead nowhere.
  private var ownNetwork: String? {
    guard let number = Int(id.drop { !$0.isNumber }), (1...200).contains(number) else { return nil }
    return "10.0.\(2 + number).0/24"
  }
}

extension PortForward {
  /// As QEMU's `hostfwd` takes it: `tcp:127.0.0.1:2222-:22`. An empty address before the port would mean
  /// every address of the host, so it is always written.
  package var hostForward: String { "\(transport):\(hostAddress):\(hostPort)-:\(guestPort)" }
}
