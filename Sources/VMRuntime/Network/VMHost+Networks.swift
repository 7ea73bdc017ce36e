internal import DiskImage
internal import GLib
package import HostNetwork
internal import QEMU
package import VMProfile
internal import Wording

extension VMHost {
  /// The networks of this user.
  package var networks: NetworkHost { NetworkHost(realm: .current(stateFolder: directories.state), program: program) }

  /// A network by its name, read from its file.
  ///
  /// - Parameters:
  ///   - folder: where the profile is that names it; its `networks/` is looked into first.
  ///   - place: where it is named, for messages.
  package func networkRequest(
    _ name: NetworkName, near folder: String? = nil, place: String? = nil
  ) throws(RuntimeError) -> NetworkHost.Request {
    guard let path = networkPath(name, near: folder) else { throw unknownNetwork(name, near: folder, place: place) }
    let text: String
    do throws(GLibError) { text = String(decoding: try DurableFile.read(path, limit: 1 << 20), as: UTF8.self) } catch {
      throw RuntimeError(error)
    }
    do {
      let network = try NetworkProfile(yaml: text, name: name, file: Self.displayed(path))
      return NetworkHost.Request(network: network, file: path, digest: Checksum.sha256(text.utf8))
    } catch {
      throw RuntimeError(error)
    }
  }

  private func networkPath(_ name: NetworkName, near folder: String?) -> String? {
    let near = folder.map { "\($0)/networks/\(name).yml" }
    let found = near.flatMap { Folder.exists($0) ? $0 : nil } ?? lookup.networkFile(of: name, exists: Folder.exists)
    if let found { return Folder.realPath(found) ?? found }
    // From another folder: where it is up from.
    return networks.record("\(name)")?.file.flatMap { Folder.exists($0) ? $0 : nil }
  }

  /// The names of all networks that can be seen from the current folder.
  package func networkNames() -> [String] {
    let folders = lookup.networkFolders(exists: Folder.exists)
    let files = folders.flatMap { Folder.names(in: $0) }.filter { $0.hasSuffix(".yml") }.map { String($0.dropLast(4)) }
    return Set(files.filter { NetworkName($0) != nil }).sorted()
  }

  private func unknownNetwork(_ name: NetworkName, near folder: String?, place: String?) -> RuntimeError {
    let near = (folder.map { Folder.names(in: $0 + "/networks") } ?? []).filter { $0.hasSuffix(".yml") }
    let names = Set(networkNames() + near.map { String($0.dropLast(4)) }).sorted()
    let start = "\(place.map { "\($0): " } ?? "")there is no network '\(name)'"
    if let meant = Suggestion.nearest(to: "\(name)", among: names) {
      return RuntimeError(.invalidProfile, "\(start): did you mean '\(meant)'?")
    }
    let known = names.isEmpty ? "" : "; known are \(names.joined(separator: ", "))"
    return RuntimeError(.invalidProfile, "\(start)\(known): write Profiles/networks/\(name).yml")
  }
}

extension NetworkFacts {
  init(_ network: NetworkProfile) {
    self.init(
      bridge: "\(network.bridge)", address: network.address, hasDHCP: network.dhcp != nil, mtu: network.mtu)
  }
}
