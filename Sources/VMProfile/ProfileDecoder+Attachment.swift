internal import Wording
internal import YAML

extension ProfileDecoder {
  /// Reads what a card is plugged into; a mistake leaves the draft without an attachment.
  mutating func readAttachment(_ entry: MappingEntry, path: String, into draft: inout NICDraft) {
    locate(path + entry.name, entry)
    let inner = "\(path)\(entry.name)."
    switch entry.name {
    case "user":
      guard let entries = settings(entry, ProfileSchema.userNetwork) else { return }
      draft.forwards = scalars(ProfileSchema.forward, in: entries, path: inner)
      draft.net = scalar(ProfileSchema.net, in: entries, path: inner)
      var user = UserNetwork(forwards: draft.forwards.map(\.value))
      user.restrict = scalar(ProfileSchema.restrict, in: entries, path: inner)?.value ?? false
      user.net = draft.net?.value
      user.hostname = scalar(ProfileSchema.hostname, in: entries, path: inner)?.value
      draft.attachment = .user(user)
    case "passt":
      guard let entries = settings(entry, ProfileSchema.passtNetwork) else { return }
      draft.forwards = scalars(ProfileSchema.forward, in: entries, path: inner)
      draft.attachment = .passt(forwards: draft.forwards.map(\.value))
    case "tap":
      guard let entries = settings(entry, ProfileSchema.tapInterface) else { return }
      draft.attachment = tap(entries, inner).map(Attachment.tap)
    case "socket":
      guard let entries = settings(entry, ProfileSchema.socketPair) else { return }
      draft.attachment = socket(entries, entry.keyLocation, inner).map(Attachment.socket)
    case "network":
      draft.attachment = scalar(ProfileSchema.network, in: [entry.name: entry], path: path).map { .network($0.value) }
    case "vde":
      draft.attachment = scalar(ProfileSchema.vde, in: [entry.name: entry], path: path).map { .vde($0.value) }
    default:
      checkNone(entry)
      draft.attachment = Attachment.none
    }
  }

  /// The keys of an attachment; none when nothing was written where that is enough.
  private mutating func settings(_ entry: MappingEntry, _ schema: MappingSchema) -> [String: MappingEntry]? {
    if entry.value.isNull, schema.mayBeEmpty { return [:] }
    guard entry.value.mapping != nil else {
      let expectation = ProfileSchema.nic[entry.name]?.expectation ?? schema.place
      reportKind(of: entry.value, key: entry.name, expected: expectation)
      return nil
    }
    return entries(of: entry.value, schema)
  }

  private mutating func tap(_ entries: [String: MappingEntry], _ path: String) -> TapAttachment? {
    let bridge = scalar(ProfileSchema.bridge, in: entries, path: path)
    let interface = scalar(ProfileSchema.ifname, in: entries, path: path)
    let script = scalar(ProfileSchema.script, in: entries, path: path)
    let downscript = scalar(ProfileSchema.downscript, in: entries, path: path)
    if let entry = entries["ifname"], let other = entries["bridge"] {
      report(
        max(entry.keyLocation, other.keyLocation),
        "'tap' has 'bridge', which makes a new interface, and 'ifname', which names one that exists: write one of them")
      return nil
    }
    guard entries["ifname"] != nil else {
      for name in ["script", "downscript"] {
        guard let entry = entries[name] else { continue }
        report(entry.keyLocation, "'\(name)' needs 'ifname', the interface that it is run for: write {ifname: tap0, …}")
      }
      return entries["bridge"] != nil && bridge == nil ? nil : .made(bridge: bridge?.value)
    }
    guard let interface else { return nil }
    let (up, down) = (script?.value ?? .no, downscript?.value ?? .no)
    return up == .no && down == .no
      ? .existing(interface.value) : .scripted(interface.value, script: up, downscript: down)
  }

  private mutating func socket(
    _ entries: [String: MappingEntry], _ location: SourceLocation, _ path: String
  ) -> SocketAttachment? {
    let ways = ["listen", "connect", "mcast", "udp"].compactMap { entries[$0] }.sorted {
      $0.keyLocation < $1.keyLocation
    }
    guard let way = ways.first, ways.count == 1 else {
      let list = Suggestion.list(["listen", "connect", "mcast", "udp"])
      report(ways.last?.keyLocation ?? location, "'socket' needs exactly one of \(list)")
      return nil
    }
    let local = scalar(ProfileSchema.localaddr, in: entries, path: path)
    let key = [ProfileSchema.listen, ProfileSchema.connect, ProfileSchema.mcast, ProfileSchema.udp]
      .first { $0.schema.name == way.name }
    guard let address = key.flatMap({ scalar($0, in: entries, path: path) }) else { return nil }
    if let entry = entries["localaddr"], way.name == "listen" || way.name == "connect" {
      report(entry.keyLocation, "'localaddr' belongs to 'mcast' and 'udp': leave it out")
    }
    switch way.name {
    case "listen": return .listen(address.value)
    case "connect": return .connect(address.value)
    case "mcast":
      guard (224...239).contains(address.value.host.value >> 24) else {
        report(
          address.location, "'mcast' is '\(address.value)': a multicast group lies in 224.0.0.0 to 239.255.255.255")
        return nil
      }
      if let local, local.value.port != nil {
        report(local.location, "'localaddr' is '\(local.value)': with 'mcast' it is an address without a port")
      }
      return .mcast(address.value, localaddr: local?.value.host)
    default:
      guard let local, let port = local.value.port else {
        // One that could not be read was reported.
        if local != nil || entries["localaddr"] == nil {
          report(
            local?.location ?? way.keyLocation,
            "'udp' needs 'localaddr' with a port, where the other machine's frames come in: 127.0.0.1:4001")
        }
        return nil
      }
      return .udp(remote: address.value, localaddr: SocketAddress(host: local.value.host, port: port))
    }
  }

  private mutating func checkNone(_ entry: MappingEntry) {
    switch entry.value.content {
    case _ where entry.value.isNull: break
    case .scalar("true", _): break
    case .mapping(let mapping) where mapping.isEmpty: break
    default: reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.none.expectation)
    }
  }
}
