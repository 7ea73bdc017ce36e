public import JSON

/// One network card of a machine.
public struct NICStatus: Sendable, Equatable {
  public var id: String
  public var model: String
  public var mac: String
  /// `user`, `none`, `tap`, ….
  public var attachment: String
  /// The TAP of the host that it is plugged into.
  public var interface: String?
  /// What else there is to say of the attachment: `in br0`, `listen 127.0.0.1:4000`, a switch or a network.
  public var detail: String?
  /// `up` or `down`: whether the virtual cable is plugged in. QEMU does not tell; it is what vmrun last set.
  public var link: String
  /// Whether it came while the machine ran; it is gone after the next stop.
  public var hotPlugged = false
  /// The PCI Express root port that it is plugged into; nil: the board's main bus.
  public var port: String?
  /// Whether the guest was asked to let go of it and has not answered.
  public var removing = false
  /// The guest's addresses in connections that exist now; nil where QEMU cannot see them, or was not asked.
  public var addresses: [String]?
  /// Bytes and packets so far; nil where neither QEMU nor the host counts them.
  public var traffic: NICTraffic?
  /// Ports of the host that lead through it to the guest.
  public var forwards: [ForwardRecord] = []
  /// The id that it will have at the next start, when it was just written into the profile.
  public var profileID: String?
  /// The file that its traffic is captured to.
  public var capture: String?

  public init(id: String, model: String, mac: String, attachment: String, link: String) {
    self.id = id
    self.model = model
    self.mac = mac
    self.attachment = attachment
    self.link = link
  }
}

/// What went through a card, as the guest sees the directions.
public struct NICTraffic: Sendable, Equatable {
  public var receivedBytes: UInt64
  public var receivedPackets: UInt64
  public var sentBytes: UInt64
  public var sentPackets: UInt64
}

extension NICStatus {
  init(_ record: NICRecord) {
    self.init(
      id: record.id, model: record.model, mac: record.mac, attachment: record.attachment, link: record.link)
    hotPlugged = record.hotPlugged ?? false
    port = record.port
    interface = record.interface
    detail = record.detail
    removing = record.removing ?? false
    forwards = record.forwards
    if record.network != nil { addresses = record.address.map { ["\($0.prefix { $0 != "/" })"] } }
  }

  /// The attachment in words: `tap vmr0 in br0`, `network lab, vmr0`.
  public var plug: String {
    if attachment == "network" { return "network " + [detail, interface].compactMap(\.self).joined(separator: ", ") }
    return [attachment, interface, detail].compactMap(\.self).joined(separator: " ")
  }

  /// The keys of a card in `vmrun status NAME --format json`; they are stable.
  public var json: JSONValue {
    [
      "id": .string(id), "model": .string(model), "mac": .string(mac), "attachment": .string(attachment),
      "interface": interface.map(JSONValue.string) ?? .null, "detail": detail.map(JSONValue.string) ?? .null,
      "link": .string(link), "hotPlugged": .bool(hotPlugged), "port": port.map(JSONValue.string) ?? .null,
      "removing": .bool(removing),
      "addresses": addresses.map { .array($0.map(JSONValue.string)) } ?? .null, "traffic": traffic?.json ?? .null,
      "forwards": .array(forwards.map(\.json)), "capture": capture.map(JSONValue.string) ?? .null,
    ]
  }
}

extension NICTraffic {
  var json: JSONValue {
    [
      "receivedBytes": JSONValue(unsigned: receivedBytes), "receivedPackets": JSONValue(unsigned: receivedPackets),
      "sentBytes": JSONValue(unsigned: sentBytes), "sentPackets": JSONValue(unsigned: sentPackets),
    ]
  }
}
