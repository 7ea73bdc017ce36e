internal import Wording

/// The rules that join several values of a profile.
struct ProfileRules {
  private(set) var diagnostics: [Diagnostic] = []

  /// Checks a draft; what could not be read takes no part.
  init(_ draft: ProfileDraft) {
    checkMachine(draft)
    let nics = draft.nics ?? []
    checkAddressesDiffer(nics)
    checkForwards(nics)
    for nic in nics { checkNetwork(of: nic) }
    checkHardware(draft)
  }

  mutating func report(_ location: SourceLocation, _ message: String) {
    diagnostics.append(Diagnostic(location: location, message: message))
  }

  private mutating func checkMachine(_ draft: ProfileDraft) {
    guard let arch = draft.arch?.value, let machine = draft.machine else { return }
    let available = MachineType.available(for: arch)
    guard !available.contains(machine.value) else { return }
    let names = Suggestion.list(available.map(\.rawValue))
    report(
      machine.location,
      "'machine' is '\(machine.value.rawValue)', which \(arch.rawValue) does not have: expected \(names)")
  }

  private mutating func checkAddressesDiffer(_ nics: [NICDraft]) {
    var seen: [MACAddress: SourceLocation] = [:]
    for mac in nics.compactMap(\.mac) {
      if let first = seen[mac.value] {
        report(mac.location, "'mac' is '\(mac.value)', which another NIC has already (\(first))")
      } else {
        seen[mac.value] = mac.location
      }
    }
  }

  private mutating func checkForwards(_ nics: [NICDraft]) {
    var seen: [UInt16: [Placed<PortForward>]] = [:]
    for forward in nics.flatMap(\.forwards) where forward.value.hostPort != 0 {
      let port = forward.value.hostPort
      if let first = seen[port]?.first(where: { $0.value.collides(with: forward.value) }) {
        report(
          forward.location,
          "'forward' is '\(forward.value)': host port \(port)/\(forward.value.transport.rawValue) is forwarded already "
            + "(\(first.location))")
      } else {
        seen[port, default: []].append(forward)
      }
    }
  }

  private mutating func checkNetwork(of nic: NICDraft) {
    if !nic.hasAddressKey {
      for (key, location) in [("gateway", nic.gatewayKey), ("dns", nic.dnsKey)] {
        guard let location else { continue }
        report(location, "'\(key)' needs 'address': without a fixed address the guest learns both by DHCP")
      }
    }
    checkUserNetwork(of: nic)
    guard let address = nic.address else { return }
    let own = address.value
    if own.prefixLength < 31, own.address == own.network || own.address == own.broadcast {
      let what = own.address == own.network ? "the network itself" : "all hosts of the network (broadcast)"
      report(address.location, "'address' is '\(own)', which is the address of \(what): write that of the guest")
    }
    guard let gateway = nic.gateway else { return }
    if !own.contains(gateway.value) {
      report(
        gateway.location,
        "'gateway' is '\(gateway.value)', which is outside \(own.network)/\(own.prefixLength), the network of "
          + "'address'")
    } else if gateway.value == own.address {
      report(gateway.location, "'gateway' is '\(gateway.value)', which is the guest's own 'address'")
    }
  }

  private mutating func checkUserNetwork(of nic: NICDraft) {
    guard let net = nic.net else { return }
    if net.value.address != net.value.network || !(8...28).contains(net.value.prefixLength) {
      report(
        net.location,
        "'net' is '\(net.value)': expected a whole network with a prefix of 8 to 28 bits such as "
          + "\(net.value.network)/24")
    }
    guard let address = nic.address, address.value.network != net.value.network else { return }
    report(
      address.location,
      "'address' is '\(address.value)', which is outside of 'net', \(net.value) (\(net.location)): leave 'net' out, or "
        + "write an address within")
  }
}
