internal import GLib
internal import Glibc
internal import HostNetwork
internal import QEMU
internal import VMProfile
internal import Wording

/// What bringing a network up came to.
public struct NetworkUpOutcome: Sendable {
  public var status: NetworkStatus
  /// It was up before.
  public var wasUp: Bool
  /// It was up for as long as machines need it, and stays now.
  public var staysNow: Bool
  /// What the user should know: a firewall that drops, a way out that is missing.
  public var warnings: [String]
}

extension VMHost {
  /// Brings a network up; it stays until `networkDown`. Root needs CAP_NET_ADMIN; other users get it in a namespace of
  /// their own.
  public func networkUp(_ name: String) async throws(RuntimeError) -> NetworkUpOutcome {
    let request = try networkRequest(try networkName(name))
    try requireOwn(request)
    do {
      let up = try await networks.up(request)
      return NetworkUpOutcome(
        status: NetworkStatus(up.record, in: networks), wasUp: up.wasUp, staysNow: up.staysNow,
        warnings: up.warnings)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Takes a network down, also one that was left half made.
  ///
  /// - Returns: nil when there was nothing to undo, else the machines that run on without it.
  public func networkDown(_ name: String, force: Bool = false) async throws(RuntimeError) -> [String]? {
    let name = try networkName(name)
    do {
      let users = networks.record("\(name)")?.members.filter(networks.isRunning).map(\.machine) ?? []
      if try await networks.down("\(name)", force: force) { return users }
    } catch {
      throw RuntimeError(error)
    }
    // A name that nobody knows is a mistake rather than a network that is down.
    _ = try networkRequest(name)
    return nil
  }

  /// The networks on record and those whose files can be seen from the current folder.
  public func networkStatuses() -> [NetworkStatus] {
    let records = networks.records()
    let up = records.map { NetworkStatus($0, in: networks) }
    let names = Set(networkNames()).subtracting(records.map(\.name))
    let down = names.compactMap { name -> NetworkStatus? in
      guard let name = NetworkName(name) else { return nil }
      guard let request = try? networkRequest(name) else { return NetworkStatus(name: "\(name)", state: .down) }
      return NetworkStatus(request.network, file: request.file)
    }
    return (up + down).sorted { $0.name < $1.name }
  }

  /// One network, with the machines in it and those whose profiles name it.
  public func networkStatus(_ name: String) async throws(RuntimeError) -> NetworkStatus {
    let name = try networkName(name)
    var status: NetworkStatus
    if let record = networks.record("\(name)") {
      status = NetworkStatus(record, in: networks)
      for index in status.machines.indices where status.machines[index].address == nil {
        let card = status.machines[index]
        guard let machine = VMName(card.machine) else { continue }
        let directory = InstancePaths(machine, in: directories).directory
        let address = await networks.address(ofNIC: card.nic, machine: directory)
        status.machines[index].address = address?.description
      }
    } else {
      let request = try networkRequest(name)
      status = NetworkStatus(request.network, file: request.file)
    }
    let running = Set(status.machines.map(\.machine))
    status.machines += stoppedCards(in: name).filter { !running.contains($0.machine) }
    return status
  }

  /// Cards of profiles that name the network; a machine may run without it, when the network was taken down under it.
  private func stoppedCards(in network: NetworkName) -> [NetworkStatus.Card] {
    profileNames().flatMap { name -> [NetworkStatus.Card] in
      guard let file = try? profile(name) else { return [] }
      return file.profile.nics.enumerated().compactMap { index, nic in
        guard nic.attachment == .network(network) else { return nil }
        let mac = nic.mac ?? .derived(from: .current(project: file.project), machine: file.profile.name, index: index)
        return NetworkStatus.Card(
          machine: name, nic: "nic\(index)", model: nic.model, mac: "\(mac)", address: nic.address?.address.description,
          interface: nil, isRunning: machine(file.profile.name).look().isAlive)
      }
    }
  }

  /// Whether a network could come up as things are; what is said then is no obstacle.
  ///
  /// - Throws: `RuntimeError` of kind `invalidProfile` also for profiles that name the network and do not fit into it.
  public func networkCheck(_ name: String) async throws(RuntimeError) -> [String] {
    let request = try networkRequest(try networkName(name))
    var fit = NetworkFit(request.network)
    for name in profileNames() {
      if let profile = try? profile(name).profile { fit.add(profile) }
    }
    let mistakes = fit.mistakes.map(\.description)
    do {
      let findings = try await networks.check(request)
      guard mistakes.isEmpty else { throw RuntimeError(ProfileError.invalid(fit.mistakes)) }
      return fit.notes.map(\.description) + findings
    } catch let error as HostNetworkError {
      throw RuntimeError(RuntimeError(error).kind, ([error.description] + mistakes).joined(separator: "\n"))
    } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
    }
  }

  func networkName(_ text: String) throws(RuntimeError) -> NetworkName {
    do { return try NetworkName(parsing: text) } catch {
      throw RuntimeError(.usage, "the name of a network is \(error)")
    }
  }
}

extension VMHost {
  /// The words in front of a program's that run it in a namespace of a network, or beside its bridge.
  package func networkExecPrefix(_ place: String) throws(RuntimeError) -> [String] {
    let records = networks.records()
    do {
      if records.contains(where: { $0.name == place }) { return try networks.realm.prefix(mounts: false) }
      if records.contains(where: { $0.namespaces.contains { $0.name == place } }) {
        return try networks.realm.prefix(namespace: place)
      }
    } catch {
      throw RuntimeError(error)
    }
    let names = records.map(\.name) + records.flatMap { $0.namespaces.map(\.name) }
    let inFiles = networkStatuses().filter { $0.state == .down }
    if let network = inFiles.first(where: { $0.name == place || $0.namespaces.contains { $0.name == place } }) {
      throw RuntimeError(
        .failed, "the network '\(network.name)' is not up: bring it up with `vmrun net up \(network.name)`")
    }
    let hint = Suggestion.nearest(to: place, among: names).map { ": did you mean '\($0)'?" }
    let known = names.isEmpty ? "; no network is up" : "; there are \(names.joined(separator: ", "))"
    throw RuntimeError(.usage, "there is no network or namespace '\(Excerpt.of(place))'\(hint ?? known)")
  }

  /// Writes what crosses a network's bridge to a new file, until `isOver` or `count` packets.
  ///
  /// - Parameter started: called once packets are written.
  /// - Returns: how many there were, and how many the kernel had no room for.
  public func captureNetwork(
    _ name: String, file: String, count: Int?, started: () -> Void = {}, isOver: () -> Bool
  ) async throws(RuntimeError) -> (packets: Int, dropped: Int) {
    let name = try networkName(name)
    guard let record = networks.record("\(name)") else {
      _ = try networkRequest(name)
      throw RuntimeError(.failed, "the network '\(name)' is not up: bring it up with `vmrun net up \(name)`")
    }
    do {
      let capture = PacketCapture(interface: record.bridge, file: file, count: count)
      let outcome = try await capture.run(in: networks.realm.namespaces(), started: started, isOver: isOver)
      return (outcome.packets, outcome.dropped)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// The same for the TAP of a machine's card; nil when the card has none that vmrun made or opened.
  public func captureTap(
    of machine: Machine, nic id: String, file: String, count: Int?, started: () -> Void = {}, isOver: () -> Bool
  ) async throws(RuntimeError) -> (packets: Int, dropped: Int)? {
    guard let run = try machine.requireAlive().record?.run, let nic = run.nics.first(where: { $0.id == id }),
      let interface = nic.interface
    else { return nil }
    do {
      let capture = PacketCapture(interface: interface, file: file, count: count)
      let namespaces = nic.network == nil ? nil : try networks.realm.namespaces()
      let outcome = try await capture.run(in: namespaces, started: started, isOver: isOver)
      return (outcome.packets, outcome.dropped)
    } catch {
      throw RuntimeError(error)
    }
  }
}
