internal import JSON
internal import QEMU
internal import QMP
internal import VMProfile

extension HotPlugSession {
  /// Plugs a card in: descriptor, network, card; what was done is undone when a later step fails.
  ///
  /// - Parameter persist: write it into the profile, too.
  /// - Returns: the card, and its index in the profile.
  mutating func add(_ request: NICRequest, persist: Bool) async throws(RuntimeError) -> (NICRecord, index: Int?) {
    try await requireRunning()
    let board = try board()
    let qemu = try await QEMUBinary.load(at: run.qemuPath, cache: machine.host.directories.cache).capabilities
    let driver = try driver(request.model, on: board, qemu)
    let port: String? = board.hasRootPorts ? try await freePort() : nil
    let index = nextIndex
    let mac = try mac(for: request, index: index)
    try checkPorts(request)
    // First of all: a profile that cannot take the card must not cost a card that is plugged already.
    let profile = persist ? try ProfilePersistence(record, name: machine.name, host: machine.host) : nil
    let written = try profile.map { profile throws(RuntimeError) in try writable(request, mac, in: profile) }
    var nic = ResolvedNIC(
      hotPlugged: "nic\(index)", netdevID: "net\(index)", driver: driver, model: request.model, mac: mac,
      attachment: try settled(request.attachment), port: port)
    nic.hasOnlySocketNetwork = qemu.hasOnlySocketNetwork

    if board == .virt { await GuestReadiness(monitor: monitor).wait() }
    let interface: String?
    do {
      interface = try await addBackend(nic)
      try await execute("device_add", nic.deviceArguments)
    } catch {
      // The first error is the one to tell.
      _ = try? await execute("netdev_del", ["id": .string(nic.netdevID)])
      try? await leaveNetwork(nic.id)
      throw error
    }
    let added = try await noteAdded(nic, interface)
    guard let profile, let written else { return (added, nil) }
    return (added, try profile.write(written))
  }

  /// The card as the profile will have it.
  private func writable(_ request: NICRequest, _ mac: MACAddress, in profile: ProfilePersistence) throws(RuntimeError)
    -> NIC
  {
    let nic = request.profileNIC(mac: mac)
    _ = try profile.adding(nic)
    return nic
  }

  /// The attachment with the path of its switch, and with the ports that QEMU does not choose itself.
  private func settled(_ attachment: Attachment) throws(RuntimeError) -> Attachment {
    switch attachment {
    case .vde(let plug) where plug.path == nil:
      return VDESwitch("\(machine.host.directories.switches)/\(plug)").map(Attachment.vde) ?? attachment
    case .passt(var forwards):
      let open = forwards.indices.filter { forwards[$0].hostPort == 0 }
      let ports = PortProbe.choose(for: open.map { forwards[$0] }, preferred: [])
      guard ports.count == open.count else { throw RuntimeError(.unavailable, "no free port of the host was found") }
      for (index, port) in zip(open, ports) { forwards[index].hostPort = port }
      return .passt(forwards: forwards)
    default: return attachment
    }
  }

  private mutating func noteAdded(_ nic: ResolvedNIC, _ interface: String?) async throws(RuntimeError) -> NICRecord {
    var added = NICRecord(nic)
    added.interface = interface
    added.hotPlugged = true
    // Without a client at the other end QEMU would show the guest a carrier all the same.
    if added.link == "down" {
      try await ask { monitor throws(QMPError) in try await monitor.setLink(nic.id, up: false) }
    }
    // Host port 0 let QEMU choose.
    let users = UserNetworkInfo(try await ask { monitor throws(QMPError) in try await monitor.human("info usernet") })
    if case .user = nic.attachment { added.forwards = users.forwards[nic.netdevID] ?? [] }
    run.nics.append(added)
    try save()
    return added
  }

  private func requireRunning() async throws(RuntimeError) {
    let state = try await ask { monitor throws(QMPError) in try await monitor.queryStatus() }
    guard state != .running else { return }
    guard state == .paused || state == .suspended else {
      throw RuntimeError(
        .failed, "'\(machine.name)' is in state '\(state.rawValue)': a NIC can be plugged while it runs")
    }
    throw RuntimeError(
      .failed,
      "'\(machine.name)' is \(state.rawValue), so its guest cannot take a NIC: continue it with `vmrun resume \(machine.name)`"
    )
  }

  private func board() throws(RuntimeError) -> MachineType {
    guard let board = MachineType(rawValue: run.machine) else {
      throw RuntimeError(.failed, "'\(machine.name)' has a board that this vmrun does not know: '\(run.machine)'")
    }
    guard board.hasPCI else {
      throw RuntimeError(
        .unavailable,
        "board '\(board)' of '\(machine.name)' takes no NIC while it runs: add it to the profile and restart, or use board q35"
      )
    }
    return board
  }

  private func driver(
    _ model: String, on board: MachineType, _ qemu: QEMUCapabilities
  ) throws(RuntimeError) -> String {
    do {
      return try ResolvedNIC.hotPlugDriver(model, in: machine.name, on: board, qemuPath: run.qemuPath, qemu: qemu)
    } catch {
      throw RuntimeError(error)
    }
  }

  private func freePort() async throws(RuntimeError) -> String {
    let devices = devices
    let ports = try await ask { monitor throws(QMPError) in try await RootPorts(monitor, devices: devices) }
    return try ports.port(preferring: run.nics.count { $0.port != nil }, of: "\(machine.name)")
  }

  /// The lowest number that no card and no network has, behind those of the profile.
  private var nextIndex: Int {
    var index = run.profileNICs
    while devices["nic\(index)"] != nil || network.client("net\(index)") != nil { index += 1 }
    return index
  }

  /// The card's address: no other card of this user's machines has it.
  private func mac(for request: NICRequest, index: Int) throws(RuntimeError) -> MACAddress {
    var owners: [MACAddress: String] = [:]
    for other in machine.host.machines() {
      let nics = other.name == machine.name ? run.nics : other.look().record?.run?.nics ?? []
      for nic in nics { if let mac = MACAddress(nic.mac) { owners[mac] = "\(nic.id) of '\(other.name)'" } }
    }
    if let mac = request.mac {
      if let owner = owners[mac] {
        throw RuntimeError(.failed, "the MAC address \(mac) belongs to \(owner): choose another")
      }
      return mac
    }
    let project = record.profile.map(ProfileFile.project(of:)) ?? ""
    return .derived(
      from: .current(project: project), machine: machine.name, index: index, avoiding: Set(owners.keys))
  }

  private func checkPorts(_ request: NICRequest) throws(RuntimeError) {
    try checkPorts(request.attachment.forwards)
  }

  func checkPorts(_ forwards: [PortForward]) throws(RuntimeError) {
    var check = PortCheck(host: machine.host, machine: machine.name)
    check.remedy = "choose another port, or 0 to let vmrun choose"
    for forward in forwards where forward.hostPort != 0 { try check.check(forward) }
  }
}
