internal import HostNetwork
public import JSON
internal import VMProfile

/// A network as `vmrun net show` tells it: from its record while it is up, else from its file.
public struct NetworkStatus: Sendable, Equatable {
  /// Whether a network is there.
  public enum State: String, Sendable {
    case up, down
    /// A vmrun was killed while it made or undid it: the next `net up` or `net down` goes on.
    case incomplete
  }

  /// A namespace in the network.
  public struct Namespace: Sendable, Equatable {
    public var name: String
    /// With its prefix's length.
    public var address: String?
    /// The end of its cable in the bridge; nil while the network is down.
    public var interface: String?
    /// The end inside.
    public var inner: String
  }

  /// A card of a machine in the network.
  public struct Card: Sendable, Equatable {
    public var machine: String
    public var nic: String
    public var model: String
    public var mac: String
    /// Nil: not known.
    public var address: String?
    /// The TAP; nil while the machine is stopped.
    public var interface: String?
    public var isRunning: Bool
  }

  public var name: String
  public var state: State
  public var file: String?
  public var bridge: String?
  /// `linux`, `ovs` or `ovs-userspace`.
  public var switchKind = "linux"
  public var address: String?
  /// The pool's first and last address.
  public var dhcp: String?
  public var domain: String?
  /// The interface that masquerades, or what the file says; nil: none.
  public var nat: String?
  public var uplink: String?
  public var vlans: [Int] = []
  public var mtu: Int?
  public var isIsolated = false
  /// Whether a machine brought it up, so that the last one takes it down.
  public var isOnDemand = false
  /// Until when the uplink's move must be confirmed, seconds since 1970.
  public var unconfirmedUntil: Int64?
  public var namespaces: [Namespace] = []
  public var machines: [Card] = []

  /// The keys of `vmrun net show NAME --format json`; they are stable.
  public var json: JSONValue {
    let text = { (value: String?) in value.map(JSONValue.string) ?? .null }
    return [
      "name": .string(name), "state": .string(state.rawValue), "file": text(file), "bridge": text(bridge),
      "switch": .string(switchKind), "address": text(address), "dhcp": text(dhcp), "domain": text(domain),
      "nat": text(nat), "uplink": text(uplink), "vlan": .array(vlans.map { .integer(Int64($0)) }),
      "mtu": mtu.map { .integer(Int64($0)) } ?? .null, "isolated": .bool(isIsolated), "onDemand": .bool(isOnDemand),
      "namespaces": .array(
        namespaces.map { ["name": .string($0.name), "address": text($0.address), "interface": text($0.interface)] }),
      "machines": .array(
        machines.map { card in
          [
            "name": .string(card.machine), "nic": .string(card.nic), "model": .string(card.model),
            "mac": .string(card.mac), "address": text(card.address), "interface": text(card.interface),
            "running": .bool(card.isRunning),
          ]
        }),
    ]
  }
}

extension NetworkStatus {
  init(_ record: NetworkRecord, in host: NetworkHost) {
    self.init(name: record.name, state: host.isStanding(record) ? .up : .incomplete)
    file = record.file
    bridge = record.bridge
    switchKind = record.switchKind
    address = record.address
    dhcp = record.dhcpRange
    domain = record.domain
    nat = record.nat
    uplink = record.uplink
    vlans = record.vlans
    mtu = record.mtu
    isIsolated = record.isIsolated
    isOnDemand = record.isOnDemand
    unconfirmedUntil = record.unconfirmedUntil
    namespaces = record.namespaces.map {
      Namespace(name: $0.name, address: $0.address, interface: $0.interface, inner: $0.inner)
    }
    machines = record.members.filter(host.isRunning).flatMap { member in
      member.nics.map { card in
        Card(
          machine: member.machine, nic: card.id, model: card.model, mac: card.mac, address: card.address,
          interface: card.interface, isRunning: true)
      }
    }
  }

  init(_ network: NetworkProfile, file: String?) {
    self.init(name: "\(network.name)", state: .down)
    self.file = file
    bridge = "\(network.bridge)"
    switchKind = network.switchKind.rawValue
    address = network.address?.description
    dhcp = network.dhcp.flatMap { $0.range ?? network.defaultRange }?.description
    domain = network.dhcp.map { $0.domain ?? "\(network.name)".lowercased() }
    nat = network.nat == .off ? nil : network.nat.description
    uplink = network.uplink?.description
    vlans = network.vlan?.ids ?? []
    mtu = network.mtu
    isIsolated = network.isIsolated
    namespaces = network.namespaces.map {
      Namespace(name: "\($0.name)", address: $0.address?.description, interface: nil, inner: $0.name.cable)
    }
  }
}
