internal import DiskImage
internal import GLib
internal import Glibc
internal import QEMU
internal import VMProfile

extension Preparer {
  /// The guest's host key, made here so that known_hosts can hold it before the guest ever ran.
  func prepareHostKey() async throws(RuntimeError) -> SSHHostKey {
    let publicKey = try await SSHKeys.ensure(machine.paths.hostKey, comment: "\(machine.name)")
    guard let privateKey = DurableFile.text(machine.paths.hostKey) else {
      throw RuntimeError(.failed, "cannot read the host key \(machine.paths.hostKey)")
    }
    // known_hosts(8): the alias, the key's type and the key.
    let words = publicKey.split(separator: " ").prefix(2).joined(separator: " ")
    let line = "vmrun-\(machine.name) \(words)\n"
    if DurableFile.text(machine.paths.knownHosts) != line {
      try translating { () throws(GLibError) in try DurableFile.replace(line.utf8, to: machine.paths.knownHosts) }
    }
    return SSHHostKey(privateKey: privateKey, publicKey: publicKey)
  }

  /// The machine's own disk; for an ephemeral run one more on top of it, or on the image when there is none.
  ///
  /// - Returns: the record of the persistent disk, which an ephemeral run leaves as it was, and of the
  ///   ephemeral one.
  func prepareDisk(
    _ image: FoundImage?, recorded: OverlayRecord?
  ) async throws(RuntimeError) -> (own: OverlayRecord?, lent: OverlayRecord?) {
    guard let image else { return (nil, nil) }
    let paths = machine.paths
    do {
      guard options.ephemeral else {
        let own = try await Overlay.prepare(
          at: paths.overlay, base: image.disk, baseFormat: image.format, size: file.profile.disk, recorded: recorded)
        return (own, nil)
      }
      unlink(paths.ephemeralOverlay)
      let hasDisk = Folder.exists(paths.overlay)
      let size = hasDisk ? nil : file.profile.disk
      let lent = try await Overlay.prepare(
        at: paths.ephemeralOverlay, base: hasDisk ? paths.overlay : image.disk,
        baseFormat: hasDisk ? "qcow2" : image.format, size: size, recorded: nil)
      return (recorded, lent)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// The cloud-init seed with keys, name and addresses.
  ///
  /// - Returns: the digest of its content.
  func prepareSeed(
    _ resolved: ResolvedMachine, userKey: String, hostKey: SSHHostKey, recorded: String?
  ) async throws(RuntimeError) -> String {
    var seed = Seed(
      name: "\(machine.name)", user: resolved.sshUser, defaultUser: resolved.image.user,
      authorizedKeys: [userKey], hostKey: hostKey, nics: SeedNIC.list(resolved),
      mounts: resolved.shares.compactMap(SeedMount.init))
    try file.applyCloudInit(to: &seed)
    if seed.digest != recorded { try await checkCloudConfig(seed) }
    do { return try await seed.write(to: machine.paths.seed, recordedDigest: recorded) } catch {
      throw RuntimeError(error)
    }
  }

  /// The two files that QEMU's own monitor reads and writes: QEMU makes neither.
  func prepareJournal() throws(RuntimeError) {
    try translating { () throws(GLibError) in
      if DurableFile.text(machine.paths.journalInput) != EventJournal.handshake {
        try DurableFile.replace(EventJournal.handshake.utf8, to: machine.paths.journalInput)
      }
      if !Folder.exists(machine.paths.journalOutput) { try DurableFile.truncate(machine.paths.journalOutput) }
    }
  }
}

extension SeedMount {
  /// Nil for a share that is mounted by hand.
  init?(_ share: ResolvedShare) {
    guard let mount = share.mount else { return nil }
    // A guest boots without it, too.
    var options = "nofail"
    if share.transport.fileSystem == "9p" { options += ",trans=virtio,version=9p2000.L,msize=262144" }
    if share.isReadOnly { options += ",ro" }
    self.init(
      source: "\(share.tag)", target: "\(mount)", type: share.transport.fileSystem, options: options)
  }
}

extension SeedNIC {
  /// What the guest is told about each of its cards.
  static func list(_ machine: ResolvedMachine) -> [SeedNIC] {
    machine.nics.map { nic in
      SeedNIC(
        mac: nic.mac.description, address: nic.address?.description, gateway: nic.gateway?.description,
        nameservers: nic.dns.map(\.description), mtu: nic.mtu)
    }
  }
}
