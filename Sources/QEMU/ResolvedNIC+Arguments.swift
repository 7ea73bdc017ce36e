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
    if let mtu, driver.hasPrefix("virtio-net") { device["host_mtu"] = .integer(Int64(mtu)) }
    return device
  }

  /// - Parameter cableFolder: a private folder, with its slash at the end.
  package func backendArguments(cableFolder: String) -> JSONObject {
    switch attachment {
    case .user(let user): userNetwork(user)
    case .passt:
      [
        "type": "stream", "id": .string(netdevID), "server": false,
        "addr": ["type": "unix", "path": .string(passtSocket(cableFolder))],
      ]
    case .tap(let tap): self.tap(tap)
    case .network: ["type": "bridge", "id": .string(netdevID), "br": .string(bridge ?? "")]
    case .socket(let socket):
      hasOnlySocketNetwork ? Self.olderSocket(socket, id: netdevID) : Self.socket(socket, id: netdevID)
    case .vde(let name): ["type": "vde", "id": .string(netdevID), "sock": .string(name.description)]
    case .none:
      // A card without a backend, and a hub without a host's side, each make QEMU warn at every start. A
      // socket that nobody connects to drops what the guest sends, and stays in the instance's private folder.
      [
        "type": "stream", "id": .string(netdevID), "server": true,
        "addr": ["type": "unix", "path": .string(cableFolder + netdevID)],
      ]
    }
  }

  /// Where passt(1) waits for QEMU.
  package func passtSocket(_ cableFolder: String) -> String { "\(cableFolder)\(netdevID).passt" }

  /// What vmrun opens and hands over at a start; nil: QEMU opens all by itself.
  ///
  /// QEMU tells nobody when a stream does not come about: it goes on with a card whose cable leads nowhere. So vmrun
  /// connects or listens itself, and can say what is wrong.
  package var openEnd: QEMUCommandLine.NetworkEnd? {
    switch attachment {
    case .network, .tap(.made), .tap(.existing): .tap
    case .passt: .connection
    case .socket(.connect) where !hasOnlySocketNetwork: .connection
    case .socket(.listen) where !hasOnlySocketNetwork: .listener
    default: nil
    }
  }

  /// How QEMU itself would come by the TAP, for a command line that somebody pastes.
  private func tap(_ tap: TapAttachment) -> JSONObject {
    var backend: JSONObject = ["type": "tap", "id": .string(netdevID)]
    switch tap {
    case .made(let bridge?): return ["type": "bridge", "id": .string(netdevID), "br": .string("\(bridge)")]
    case .made(nil): (backend["script"], backend["downscript"]) = ("no", "no")
    case .existing(let name):
      backend["ifname"] = .string("\(name)")
      (backend["script"], backend["downscript"]) = ("no", "no")
    case .scripted(let name, let script, let downscript):
      backend["ifname"] = .string("\(name)")
      backend["script"] = .string("\(script)")
      backend["downscript"] = .string("\(downscript)")
    }
    return backend
  }

  private static func socket(_ socket: SocketAttachment, id: String) -> JSONObject {
    func inet(_ address: SocketAddress) -> JSONValue {
      ["type": "inet", "host": .string("\(address.host)"), "port": .string("\(address.port)")]
    }
    switch socket {
    case .listen(let address): return ["type": "stream", "id": .string(id), "server": true, "addr": inet(address)]
    case .connect(let address): return ["type": "stream", "id": .string(id), "server": false, "addr": inet(address)]
    case .mcast(let group, let local):
      var backend: JSONObject = ["type": "dgram", "id": .string(id), "remote": inet(group)]
      if let local { backend["local"] = inet(SocketAddress(host: local, port: group.port)) }
      return backend
    case .udp(let remote, let local):
      return ["type": "dgram", "id": .string(id), "remote": inet(remote), "local": inet(local)]
    }
  }

  /// For a QEMU without `stream` and `dgram`.
  private static func olderSocket(_ socket: SocketAttachment, id: String) -> JSONObject {
    var backend: JSONObject = ["type": "socket", "id": .string(id)]
    switch socket {
    case .listen(let address): backend["listen"] = .string("\(address)")
    case .connect(let address): backend["connect"] = .string("\(address)")
    case .mcast(let group, let local):
      backend["mcast"] = .string("\(group)")
      if let local { backend["localaddr"] = .string("\(local)") }
    case .udp(let remote, let local):
      backend["udp"] = .string("\(remote)")
      backend["localaddr"] = .string("\(local)")
    }
    return backend
  }

  private func userNetwork(_ user: UserNetwork) -> JSONObject {
    var backend: JSONObject = ["type": "user", "id": .string(netdevID)]
    if let address {
      // QEMU's network becomes the one that the card's fixed address lies in, and forwards lead to the first
      // address of its DHCP range: that is the card's own.
      backend["net"] = .string("\(address.network)/\(address.prefixLength)")
      if let gateway { backend["host"] = .string(gateway.description) }
      if let server = dns.first(where: address.contains) { backend["dns"] = .string(server.description) }
      backend["dhcpstart"] = .string(address.address.description)
    } else if let network = user.net.map({ "\($0)" }) ?? ownNetwork {
      backend["net"] = .string(network)
    }
    if user.restrict { backend["restrict"] = true }
    if let name = user.hostname { backend["hostname"] = .string(name) }
    if !user.forwards.isEmpty {
      backend["hostfwd"] = .array(user.forwards.map { ["str": .string($0.hostForward)] })
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
