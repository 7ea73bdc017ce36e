import JSON
import VMProfile

extension Compiler {
  mutating func addNICs() {
    for nic in machine.nics {
      add("-netdev", backend(of: nic))
      var device: JSONObject = [
        "driver": .string(nic.driver), "id": .string(nic.id), "netdev": .string(nic.netdevID),
        "mac": .string(nic.mac.description),
      ]
      if let port = nic.port {
        device["bus"] = .string(port)
        device["addr"] = "0"
      }
      // No machine boots from the network: without the ROM the firmware is faster, and the file, which is
      // in a package of its own on some hosts, need not be there.
      if nic.isPCI { device["romfile"] = "" }
      add("-device", device)
    }
  }

  private func backend(of nic: ResolvedNIC) -> JSONObject {
    switch nic.attachment {
    case .user(let forwards): userNetwork(of: nic, forwards: forwards)
    case .none:
      // A card without a backend, and a hub without a host's side, each make QEMU warn at every start. A
      // socket that nobody connects to drops what the guest sends, and stays in the instance's private folder.
      [
        "type": "stream", "id": .string(nic.netdevID), "server": true,
        "addr": ["type": "unix", "path": .string(cable(of: nic))],
      ]
    }
  }

  private func cable(of nic: ResolvedNIC) -> String {
    let console = machine.paths.console
    let folder = console.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(console[...$0]) } ?? ""
    return folder + nic.netdevID
  }

  private func userNetwork(of nic: ResolvedNIC, forwards: [PortForward]) -> JSONObject {
    var backend: JSONObject = ["type": "user", "id": .string(nic.netdevID)]
    if let address = nic.address {
      // QEMU's network becomes the one that the card's fixed address lies in, and forwards lead to the first
      // address of its DHCP range: that is the card's own.
      backend["net"] = .string("\(address.network)/\(address.prefixLength)")
      if let gateway = nic.gateway { backend["host"] = .string(gateway.description) }
      if let server = nic.dns.first(where: address.contains) { backend["dns"] = .string(server.description) }
      backend["dhcpstart"] = .string(address.address.description)
    }
    if !forwards.isEmpty {
      backend["hostfwd"] = .array(forwards.map { ["str": .string($0.hostForward)] })
    }
    return backend
  }
}

extension PortForward {
  /// As QEMU's `hostfwd` takes it: `tcp:127.0.0.1:2222-:22`. An empty address before the port would mean
  /// every address of the host, so it is always written.
  fileprivate var hostForward: String { "\(transport):\(hostAddress):\(hostPort)-:\(guestPort)" }
}
