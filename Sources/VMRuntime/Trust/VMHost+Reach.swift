internal import GLib
internal import Glibc
internal import HostNetwork
public import VMProfile
internal import Wording

extension VMHost {
  /// What of a profile must be allowed before it is started.
  ///
  /// What is written in a file of the user's own, a project that was cloned by hand among them, is the user's wish.
  ///
  /// - Returns: nil when no file of a source is in it, or none of them reaches anything.
  /// - Throws: `RuntimeError` of kind `invalidProfile` for a network that is missing or has mistakes.
  public func reach(of file: ProfileFile) throws(RuntimeError) -> ProfileReach? {
    guard let sourced = SourcedLayers(file) else { return nil }
    let networks = try sourcedNetworks(of: file, sourced)
    let asRoot = geteuid() == 0
    var items = file.profile.hostReach(asRoot: asRoot, networks: networks.mapValues(\.network)).filter { item in
      sourced.holds(item.location) && !(item.kind == .file && sourced.staysInside(item.keyPath))
    }
    for (index, nic) in file.profile.nics.enumerated() {
      guard case .network(let name) = nic.attachment, let path = networks[name]?.file, SourcePlace(path: path) == nil
      else { continue }
      let keyPath = "nics[\(index)].network"
      items.append(
        HostReach(
          kind: .network, keyPath: keyPath, location: file.profile.locations[keyPath],
          sentence: "plugs the guest into your own network '\(name)', \(path)"))
    }
    for read in file.layers?.environmentReads ?? [] where sourced.holds(read.location) {
      items.append(
        HostReach(
          kind: .environment, keyPath: "${env:\(read.name)}", location: read.location,
          sentence: "reads the environment variable \(read.name) and may tell it to the guest"))
    }
    guard !items.isEmpty else { return nil }
    items = items.map { $0.whole(in: file) }
    var content = TrustDigest()
    content.add("owner", sourced.identity(file))
    for place in sourced.places { content.add("file", place.relative, fileAt: "\(place.root)/\(place.relative)") }
    for item in items { content.add(item.kind.rawValue, item.keyPath, item.sentence) }
    for network in networks.values.sorted(by: { "\($0.network.name)" < "\($1.network.name)" }) {
      content.add("network", network.file ?? "", network.digest)
    }
    for item in items where item.kind == .script {
      guard let path = file.profile.script(item.keyPath) else { continue }
      let whole = file.absolute(path, of: item.keyPath)
      // A script may use every file beside it.
      content.add("script", SourcePlace(path: whole)?.commit.description ?? "", fileAt: whole)
    }
    return ProfileReach(
      name: reference(of: file), origin: origin(of: sourced), items: items, digest: content.digest)
  }

  /// Whether no file of a source is in a profile.
  public func isOwn(_ file: ProfileFile) -> Bool { SourcedLayers(file) == nil }

  /// What the user's own files reach of the host by a profile: it needs nobody's permission, and is to be seen.
  ///
  /// - Throws: `RuntimeError` of kind `invalidProfile` for a network that is missing or has mistakes.
  public func ownReach(of file: ProfileFile) throws(RuntimeError) -> [HostReach] {
    let sourced = SourcedLayers(file)
    var networks: [NetworkName: NetworkProfile] = [:]
    for (index, nic) in file.profile.nics.enumerated() {
      guard case .network(let name) = nic.attachment, networks[name] == nil else { continue }
      let keyPath = "nics[\(index)].network"
      networks[name] =
        try networkRequest(
          name, near: file.profile.folder(of: keyPath) ?? file.folder,
          place: file.profile.locations[keyPath].map { "\($0)" }
        ).network
    }
    return file.profile.hostReach(asRoot: geteuid() == 0, networks: networks)
      .filter { sourced?.holds($0.location) != true }.map { $0.whole(in: file) }
  }

  /// The networks of those cards that files of sources hold.
  private func sourcedNetworks(
    of file: ProfileFile, _ sourced: SourcedLayers
  ) throws(RuntimeError) -> [NetworkName: NetworkHost.Request] {
    var requests: [NetworkName: NetworkHost.Request] = [:]
    for (index, nic) in file.profile.nics.enumerated() {
      let keyPath = "nics[\(index)].network"
      guard case .network(let name) = nic.attachment, requests[name] == nil else { continue }
      let place = file.profile.locations[keyPath]
      guard sourced.holds(place) else { continue }
      requests[name] = try networkRequest(
        name, near: file.profile.folder(of: keyPath) ?? file.folder, place: place.map { "\($0)" })
    }
    return requests
  }

  /// The name by which a person starts the profile.
  func reference(of file: ProfileFile) -> String {
    file.path.flatMap(SourcePlace.init(path:))?.name?.description ?? "\(file.profile.name)"
  }

  private func origin(of sourced: SourcedLayers) -> String {
    let names = Set(sourced.places.map(\.source)).sorted { $0.description < $1.description }
    return names.map { name in ((try? source(name)) ?? nil).map { "\($0.entry.url)" } ?? "the source '\(name)'" }
      .joined(separator: " and ")
  }

  /// A network of a source that nobody's trust in a profile covers: it is named on the command line.
  ///
  /// - Throws: `RuntimeError` of kind `noPermission` when it changes the host.
  func requireOwn(_ request: NetworkHost.Request) throws(RuntimeError) {
    guard let path = request.file, let place = SourcePlace(path: path),
      let first = request.network.hostReach(asRoot: geteuid() == 0).first
    else { return }
    throw RuntimeError(
      .noPermission,
      "the network '\(request.network.name)' is of the source '\(place.source)', and \(first.sentence.escapedLine): it "
        + "comes up with a machine whose profile names it, or copy \(path) into your own Profiles/networks")
  }
}

extension Profile {
  fileprivate func script(_ keyPath: String) -> String? {
    for (index, nic) in nics.enumerated() {
      guard case .tap(.scripted(_, let script, let downscript)) = nic.attachment else { continue }
      if keyPath == "nics[\(index)].tap.script" { return script.path }
      if keyPath == "nics[\(index)].tap.downscript" { return downscript.path }
    }
    return nil
  }
}

extension HostReach {
  /// With the whole path of what it is about; the sentence stays as it is written, on which permissions depend.
  fileprivate func whole(in file: ProfileFile) -> HostReach {
    var item = self
    item.path = path.map { file.absolute($0, of: keyPath) }
    return item
  }
}
