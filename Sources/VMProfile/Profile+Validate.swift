internal import Wording

extension Profile {
  /// Checks a profile that a program made or changed by the same rules as a file's text.
  ///
  /// - Throws: `ProfileError.invalid` with all mistakes. A value that was not read from a file is named by
  ///   its key path: `profile 'web', nics[0].model: …`.
  public func validate() throws(ProfileError) {
    var diagnostics: [Diagnostic] = []
    func check<Value>(_ key: ScalarKey<Value>, _ text: String?, _ path: String) {
      if let mistake = key.diagnostic(text, at: place(path)) { diagnostics.append(mistake) }
    }
    check(ProfileSchema.description, description, "description")
    check(ProfileSchema.image, image?.description, "image")
    if case .named(let name)? = image, name.contains("/") {
      let message = "'image' is '\(Excerpt.of(name))': a name has no '/': use a path instead"
      diagnostics.append(Diagnostic(location: place("image"), message: message))
    }
    check(ProfileSchema.cpu, cpu, "cpu")
    check(ProfileSchema.smp, String(smp), "smp")
    check(ProfileSchema.memory, memory.description, "memory")
    check(ProfileSchema.disk, disk?.description, "disk")
    check(ProfileSchema.sshUser, ssh.user, "ssh.user")
    for (index, nic) in nics.enumerated() {
      check(ProfileSchema.model, nic.model, "nics[\(index)].model")
      check(ProfileSchema.address, nic.address?.description, "nics[\(index)].address")
      let path = "nics[\(index)].\(nic.attachment.keyword)"
      for (item, forward) in nic.attachment.forwards.enumerated() {
        check(ProfileSchema.forward, forward.description, "\(path).forward[\(item)]")
      }
      guard case .user(let user) = nic.attachment else { continue }
      check(ProfileSchema.net, user.net?.description, "\(path).net")
      check(ProfileSchema.hostname, user.hostname, "\(path).hostname")
    }
    check(ProfileSchema.append, append, "append")
    for (index, disk) in disks.enumerated() {
      guard case .made(let size) = disk.source else { continue }
      check(ProfileSchema.diskSize, size.description, "disks[\(index)].size")
    }
    for (index, word) in qemuArguments.enumerated() {
      check(ProfileSchema.qemuArguments, word, "qemu_arguments[\(index)]")
    }
    diagnostics += limitDiagnostics + cloudInitDiagnostics + ProfileRules(draft).diagnostics
    guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
  }

  private var limitDiagnostics: [Diagnostic] {
    [
      ("disks", disks.count, ProfileSchema.maximumDisks, "disks"),
      ("shares", shares.count, ProfileSchema.maximumShares, "shares"),
    ].compactMap { key, count, maximum, noun in
      guard count > maximum else { return nil }
      return Diagnostic(
        location: place(key), message: "'\(key)' has \(count) entries: a machine has at most \(maximum) \(noun)")
    }
  }

  func place(_ path: String) -> SourceLocation {
    locations[path] ?? SourceLocation(file: "profile '\(name)', \(path)", line: 0, column: 0)
  }

  /// What the rules between values look at.
  private var draft: ProfileDraft {
    var draft = ProfileDraft()
    draft.arch = arch.map { Placed(value: $0, location: place("arch")) }
    draft.machine = machine.map { Placed(value: $0, location: place("machine")) }
    draft.nics = nics.enumerated().map { index, nic in draftNIC(nic, "nics[\(index)]") }
    addHardware(to: &draft)
    return draft
  }

  private func draftNIC(_ nic: NIC, _ path: String) -> NICDraft {
    var draft = NICDraft()
    draft.mac = nic.mac.map { Placed(value: $0, location: place("\(path).mac")) }
    draft.address = nic.address.map { Placed(value: $0, location: place("\(path).address")) }
    draft.hasAddressKey = nic.address != nil
    draft.gateway = nic.gateway.map { Placed(value: $0, location: place("\(path).gateway")) }
    draft.gatewayKey = draft.gateway?.location
    draft.dns = nic.dns.enumerated().map { Placed(value: $1, location: place("\(path).dns[\($0)]")) }
    draft.dnsKey = nic.dns.isEmpty ? nil : place("\(path).dns")
    draft.attachment = nic.attachment
    draft.forwards = nic.attachment.forwards.enumerated().map {
      Placed(value: $1, location: place("\(path).\(nic.attachment.keyword).forward[\($0)]"))
    }
    if case .user(let user) = nic.attachment {
      draft.net = user.net.map { Placed(value: $0, location: place("\(path).user.net")) }
    }
    return draft
  }
}
