internal import GLib
internal import QEMU
internal import VMProfile

extension RunRecord {
  init(_ machine: ResolvedMachine, version: QEMUVersion, ephemeral: Bool, chosenPorts: [UInt16]) {
    bootID = HostClock.bootID
    started = HostClock.now
    self.ephemeral = ephemeral
    arch = machine.arch.rawValue
    self.machine = machine.machine.rawValue
    accelerator = machine.accelerator.rawValue
    acceleratorReason = machine.acceleratorReason
    cpu = machine.cpu
    smp = machine.smp
    memory = machine.memory.bytes
    qemuPath = machine.qemuPath
    qemuVersion = version.description
    sshUser = machine.sshUser
    nics = machine.nics.map(NICRecord.init)
    profileNICs = nics.count
    self.chosenPorts = chosenPorts
  }
}

extension NICRecord {
  init(_ nic: ResolvedNIC) {
    id = nic.id
    model = nic.model
    mac = nic.mac.description
    attachment = nic.attachment.keyword
    port = nic.port
    link = nic.attachment == .none ? "down" : "up"
    forwards = nic.attachment.forwards.map(ForwardRecord.init)
    address = nic.address?.description
    if case .network(let name) = nic.attachment { network = "\(name)" }
    interface = if case .tap(let tap) = nic.attachment { tap.interface?.description } else { nil }
    detail = nic.attachment.detail
  }
}

extension RunRecord {
  /// Whether a port of the host leads to the guest through passt.
  func isBehindPasst(_ port: UInt16) -> Bool {
    nics.contains { nic in nic.attachment == "passt" && nic.forwards.contains { $0.hostPort == port } }
  }

  /// Writes down the TAPs of cards, by id.
  mutating func note(_ interfaces: [String: String]) {
    for index in nics.indices {
      if let interface = interfaces[nics[index].id] { nics[index].interface = interface }
    }
  }
}

extension Attachment {
  /// What it leads to, in a few words beside its keyword and the name of its TAP.
  var detail: String? {
    switch self {
    case .user, .passt, .none: nil
    case .tap(.made(let bridge)): bridge.map { "in \($0)" }
    case .tap: nil
    case .network(let name): "\(name)"
    case .socket(.listen(let address)): "listen \(address)"
    case .socket(.connect(let address)): "connect \(address)"
    case .socket(.mcast(let group, _)): "mcast \(group)"
    case .socket(.udp(let remote, let local)): "udp \(local) to \(remote)"
    // One that vmrun starts has its name here again.
    case .vde(let plug):
      plug.description.firstRange(of: "/.vde/").map { String(plug.description[$0.upperBound...]) } ?? plug.description
    }
  }
}

extension ForwardRecord {
  init(_ forward: PortForward) {
    self.init(
      protocol: forward.transport.rawValue, hostAddress: forward.hostAddress.description, hostPort: forward.hostPort,
      guestPort: forward.guestPort)
  }
}
