extension NetworkProfile {
  /// Checks a network that a program made or changed by the same rules as a file's text.
  ///
  /// - Throws: `ProfileError.invalid` with all mistakes. A value that was not read from a file is named by
  ///   its key path: `network 'lab', dhcp.range: …`.
  public func validate() throws(ProfileError) {
    var diagnostics: [Diagnostic] = []
    func check<Value>(_ key: ScalarKey<Value>, _ text: String?, _ path: String) {
      if let mistake = key.diagnostic(text, at: place(path)) { diagnostics.append(mistake) }
    }
    check(NetworkSchema.description, description, "description")
    if case .interface(let name) = nat, NATSetting(name.description) != nat {
      let message = "'nat' is an interface named '\(name)', which a file can't say: rename the interface"
      diagnostics.append(Diagnostic(location: place("nat"), message: message))
    }
    check(NetworkSchema.domain, dhcp?.domain, "dhcp.domain")
    check(NetworkSchema.mtu, mtu.map(String.init), "mtu")
    switch vlan {
    case .access(let id): check(NetworkSchema.vlan, String(id), "vlan")
    case .trunk([]):
      let message = "'vlan' is an empty list: expected \(NetworkSchema.vlan.type.expectation)"
      diagnostics.append(Diagnostic(location: place("vlan"), message: message))
    case .trunk(let ids):
      for (index, id) in ids.enumerated() { check(NetworkSchema.vlan, String(id), "vlan[\(index)]") }
    case nil: break
    }
    diagnostics += NetworkRules(draft).diagnostics
    guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
  }

  private func place(_ path: String) -> SourceLocation {
    locations[path] ?? SourceLocation(file: "network '\(name)', \(path)", line: 0, column: 0)
  }

  private func placed<Value>(_ value: Value?, _ path: String) -> Placed<Value>? {
    value.map { Placed(value: $0, location: place(path)) }
  }

  /// What the rules between values look at.
  private var draft: NetworkDraft {
    var draft = NetworkDraft()
    draft.bridge = placed(bridge, "bridge")
    draft.address = placed(address, "address")
    draft.hasAddressKey = address != nil
    if let dhcp {
      draft.dhcp = DHCPDraft(
        location: place("dhcp"), range: placed(dhcp.range, "dhcp.range"), hasRangeKey: dhcp.range != nil)
    }
    draft.nat = placed(nat, "nat")
    draft.namespaces = namespaces.map(draftNamespace)
    draft.namespacesLocation = place("namespaces")
    draft.uplink = placed(uplink, "uplink")
    if let vlan {
      let isTrunk = if case .trunk = vlan { true } else { false }
      let ids = vlan.ids.enumerated().map { index, id in Placed(value: id, location: place("vlan[\(index)]")) }
      draft.vlan = VLANDraft(ids: ids, isTrunk: isTrunk)
    }
    draft.isolated = placed(isIsolated, "isolated")
    return draft
  }

  private func draftNamespace(_ namespace: NetworkNamespaceProfile) -> NamespaceDraft {
    let path = "namespaces.\(namespace.name)"
    var draft = NamespaceDraft(location: place(path))
    draft.name = namespace.name
    draft.address = placed(namespace.address, "\(path).address")
    draft.hasAddressKey = namespace.address != nil
    draft.gateway = placed(namespace.gateway, "\(path).gateway")
    draft.gatewayKey = draft.gateway?.location
    return draft
  }
}
