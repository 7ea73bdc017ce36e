internal import Wording
internal import YAML

extension ProfileDecoder {
  /// The network's values; those with mistakes are left out.
  mutating func decodeNetwork() -> NetworkDraft {
    var draft = NetworkDraft()
    guard let entries = topEntries(NetworkSchema.network) else { return draft }
    draft.description = scalar(NetworkSchema.description, in: entries)
    draft.bridge = scalar(NetworkSchema.bridge, in: entries)
    draft.address = scalar(NetworkSchema.address, in: entries)
    draft.hasAddressKey = entries[NetworkSchema.address.schema.name] != nil
    draft.nat = scalar(NetworkSchema.nat, in: entries)
    draft.uplink = scalar(NetworkSchema.uplink, in: entries)
    draft.switchKind = scalar(NetworkSchema.switchKind, in: entries)
    draft.mtu = scalar(NetworkSchema.mtu, in: entries)
    draft.isolated = scalar(NetworkSchema.isolated, in: entries)
    if let entry = entries[NetworkSchema.dhcp.name] { draft.dhcp = dhcp(entry) }
    if let entry = entries[NetworkSchema.vlan.schema.name] { draft.vlan = vlan(entry, entries) }
    if let entry = entries[NetworkSchema.namespaces.name] {
      draft.namespaces = namespaces(entry)
      draft.namespacesLocation = locations[entry.name]
    }
    return draft
  }

  /// The DHCP server; nil for `false`, and when the value is wrong.
  private mutating func dhcp(_ entry: MappingEntry) -> DHCPDraft? {
    let schema = NetworkSchema.dhcp
    locate(entry.name, entry)
    let location = document.location(of: entry.value)
    switch entry.value.content {
    case _ where entry.value.isNull:
      report(entry.keyLocation, "'\(entry.name)' has no value: expected \(schema.expectation)")
    case .scalar(let text, _):
      do throws(InvalidValue) {
        let isOn = try ScalarType<Bool>.parseFlag(text, expectation: schema.expectation)
        return isOn ? DHCPDraft(location: location) : nil
      } catch {
        report(location, "'\(entry.name)' is \(error)")
      }
    case .sequence: reportKind(of: entry.value, key: entry.name, expected: schema.expectation)
    case .mapping:
      let entries = entries(of: entry.value, NetworkSchema.dhcpServer)
      var draft = DHCPDraft(location: location)
      draft.range = scalar(NetworkSchema.range, in: entries, path: "\(entry.name).")
      draft.hasRangeKey = entries[NetworkSchema.range.schema.name] != nil
      draft.domain = scalar(NetworkSchema.domain, in: entries, path: "\(entry.name).")
      return draft
    }
    return nil
  }

  private mutating func vlan(_ entry: MappingEntry, _ entries: [String: MappingEntry]) -> VLANDraft? {
    let ids = scalars(NetworkSchema.vlan, in: entries, path: "")
    guard let sequence = entry.value.sequence else {
      return ids.isEmpty ? nil : VLANDraft(ids: ids, isTrunk: false)
    }
    guard !sequence.isEmpty else {
      report(
        document.location(of: entry.value),
        "'\(entry.name)' is an empty list: expected \(NetworkSchema.vlan.type.expectation)")
      return nil
    }
    return VLANDraft(ids: ids, isTrunk: true)
  }

  private mutating func namespaces(_ entry: MappingEntry) -> [NamespaceDraft] {
    let schema = NetworkSchema.namespaces
    locate(entry.name, entry)
    guard !entry.value.isNull else {
      report(entry.keyLocation, "'\(entry.name)' has no value: expected \(schema.expectation)")
      return []
    }
    guard entry.value.mapping != nil else {
      reportKind(of: entry.value, key: entry.name, expected: schema.expectation)
      return []
    }
    let written = written(in: entry.value).values.sorted { $0.keyLocation < $1.keyLocation }
    return written.map { namespace($0, path: "\(entry.name).\($0.name)") }
  }

  private mutating func namespace(_ entry: MappingEntry, path: String) -> NamespaceDraft {
    locate(path, entry)
    var draft = NamespaceDraft(location: entry.keyLocation)
    do throws(InvalidValue) {
      draft.name = try NamespaceName(parsing: entry.name)
    } catch {
      report(entry.keyLocation, "the name of a namespace is \(error)")
    }
    guard !entry.value.isNull else { return draft }
    guard entry.value.mapping != nil else {
      let expected = "nothing, or a mapping such as {address: 10.16.0.2/24}"
      reportKind(of: entry.value, key: Excerpt.of(entry.name), expected: expected)
      return draft
    }
    let entries = entries(of: entry.value, NetworkSchema.namespace)
    draft.address = scalar(NetworkSchema.namespaceAddress, in: entries, path: "\(path).")
    draft.hasAddressKey = entries[NetworkSchema.namespaceAddress.schema.name] != nil
    draft.gateway = scalar(NetworkSchema.namespaceGateway, in: entries, path: "\(path).")
    draft.gatewayKey = entries[NetworkSchema.namespaceGateway.schema.name]?.keyLocation
    return draft
  }
}
