import VMProfile

extension Resolver {
  /// The profile's further disks.
  func disks() throws(QEMUError) -> [ResolvedDisk] {
    var disks: [ResolvedDisk] = []
    for (index, disk) in profile.disks.enumerated() {
      let id = "disk\(index + 1)"
      let own = facts.paths.disks[disk.name]
      switch disk.source {
      case .file(let path, let format, let isReadOnly) where own == nil:
        disks.append(
          ResolvedDisk(
            id: id, name: disk.name, file: path.description, format: format ?? .qcow2, isReadOnly: isReadOnly))
      case .made, .file:
        guard let own else { throw .unavailable("the disk '\(disk.name)' has no file") }
        disks.append(ResolvedDisk(id: id, name: disk.name, file: own, format: .qcow2, isReadOnly: false))
      }
    }
    return disks
  }

  /// The profile's shares, each with the way that the host has.
  func shares() throws(QEMUError) -> [ResolvedShare] {
    var shares: [ResolvedShare] = []
    for (index, share) in profile.shares.enumerated() {
      shares.append(
        ResolvedShare(
          id: "share\(index)", backendID: "fs\(index)", path: share.path.description, tag: share.tag,
          mount: share.mount, isReadOnly: share.isReadOnly, transport: try transport(of: share, index: index)))
    }
    return shares
  }

  private func transport(of share: Share, index: Int) throws(QEMUError) -> ResolvedShare.Transport {
    // Not every virtiofsd can refuse to write.
    if let daemon = facts.virtiofsd, share.driver != .ninep, !share.isReadOnly { return .virtiofs(daemon: daemon) }
    guard share.driver == .virtiofs else { return .ninep(mapsOwners: facts.identity.userID == 0) }
    throw .unavailable(
      "'driver' is 'virtiofs' (\(place("shares[\(index)].driver"))), and this host has no virtiofsd that user "
        + "\(facts.identity.userID) can use: install it (Debian: virtiofsd, before 13 qemu-system-common; it needs "
        + "root), or use driver 9p")
  }
}
