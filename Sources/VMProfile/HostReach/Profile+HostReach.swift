extension Profile {
  /// What the profile reaches of the host beyond what every machine does, in the order of its keys. Pure: a path counts
  /// by its words, and `vmrun start` refuses one that leads elsewhere by a link.
  ///
  /// - Parameters:
  ///   - asRoot: whether it would be started by root, whose networks are the host's own.
  ///   - networks: those of the profile's cards, as far as they are known.
  public func hostReach(asRoot: Bool, networks: [NetworkName: NetworkProfile] = [:]) -> [HostReach] {
    var collector = HostReachCollector(locations)
    if case .path(let path)? = image { collector.addFile(HostPath(path), "image") }
    collector.addFile(kernel, "kernel")
    collector.addFile(initrd, "initrd")
    for (index, disk) in disks.enumerated() {
      guard case .file(let path, _, let isReadOnly) = disk.source else { continue }
      collector.addFile(path, "disks[\(index)].file", writes: !isReadOnly)
    }
    collector.addFile(cdrom, "cdrom")
    for (index, share) in shares.enumerated() {
      collector.add(
        .folder, "shares[\(index)].path",
        "lets the guest \(share.isReadOnly ? "read" : "read and write") the folder \(share.path)",
        path: "\(share.path)")
    }
    for (index, nic) in nics.enumerated() {
      let path = "nics[\(index)]"
      collector.addCard(nic.attachment, path)
      guard case .network(let name) = nic.attachment, let network = networks[name] else { continue }
      for reach in network.hostReach(asRoot: asRoot) { collector.add(reach.kind, "\(path).network", reach.sentence) }
    }
    for (index, key) in (cloudInit?.authorizedKeys ?? []).enumerated() {
      guard case .file(let path) = key else { continue }
      collector.addFile(path, "cloud_init.ssh_authorized_keys[\(index)]")
    }
    if !qemuArguments.isEmpty {
      let words = qemuArguments.joined(separator: " ")
      collector.add(.arguments, "qemu_arguments", "gives QEMU words of its own: \(words)")
    }
    return collector.reaches
  }
}

extension NetworkProfile {
  /// What the network changes of the host. An ordinary user's networks are in a namespace of their own, which reaches
  /// nothing that the user's programs do not.
  ///
  /// - Parameter asRoot: whether root would bring it up.
  public func hostReach(asRoot: Bool) -> [HostReach] {
    var collector = HostReachCollector(locations)
    if asRoot {
      let nat = nat == .off ? "" : ", with NAT to what lies beyond it"
      collector.add(.network, "bridge", "makes the bridge \(bridge) of network '\(name)' on this host\(nat)")
    }
    if let uplink {
      collector.add(.network, "uplink", "puts the host's interface \(uplink) into the bridge of network '\(name)'")
    }
    return collector.reaches
  }
}
