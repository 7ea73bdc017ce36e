internal import GLib
internal import VMProfile

extension Seed {
  /// Cloud-init sets a guest up again when this changes: with all that the guest is told, and with nothing else.
  package var instanceID: String {
    "\(hostName)-\(Checksum.sha256([userData, networkConfig].joined(separator: "\u{0}").utf8).prefix(12))"
  }

  package var metaData: String { "instance-id: \(instanceID)\nlocal-hostname: \(hostName)\n" }

  /// vmrun's own part of the user-data.
  package var ownConfig: String {
    var text = """
      #cloud-config
      hostname: \(hostName)
      ssh_pwauth: false
      disable_root: false

      """
    let keys = authorizedKeys.map(Self.line).filter { !$0.isEmpty }.map(YAMLText.quoted)
    if !keys.isEmpty {
      text += "ssh_authorized_keys:\n" + keys.map { "  - \($0)\n" }.joined()
    }
    text += users(keys)
    if let hostKey {
      text += "ssh_keys:\n  ed25519_private: |\n" + YAMLText.block(hostKey.privateKey, indent: 4)
      text += "  ed25519_public: \(YAMLText.quoted(Self.line(hostKey.publicKey)))\n"
    }
    if !packages.isEmpty { text += "packages:\n" + packages.map { "  - \(YAMLText.quoted($0))\n" }.joined() }
    if !files.isEmpty { text += "write_files:\n" + files.map(\.entry).joined() }
    if !commands.isEmpty { text += "runcmd:\n" + commands.map { "  - \(YAMLText.quoted($0.line))\n" }.joined() }
    if !mounts.isEmpty {
      let lines = mounts.map { mount in
        let fields = [mount.source, mount.target, mount.type, mount.options, "0", "0"].map(YAMLText.quoted)
        return "  - [\(fields.joined(separator: ", "))]\n"
      }
      text += "mounts:\n" + lines.joined()
    }
    return text
  }

  /// Root gets the keys of all as well, for root is not disabled; so does the default user.
  private func users(_ keys: [String]) -> String {
    var users = madeUser.map { [$0] } ?? []
    if let user, user != defaultUser, user != madeUser?.name { users.append(CloudInitUser(name: user)) }
    users.removeAll { $0.name == "root" }
    guard !users.isEmpty else { return "" }
    var text = "users:\n  - default\n"
    for user in users {
      text += "  - name: \(YAMLText.quoted(user.name))\n"
      if !user.groups.isEmpty {
        text += "    groups: [\(user.groups.map(YAMLText.quoted).joined(separator: ", "))]\n"
      }
      if let sudo = user.sudo { text += "    sudo: \(YAMLText.quoted(sudo))\n" }
      text += "    shell: \(YAMLText.quoted(user.shell))\n    lock_passwd: true\n"
      if !keys.isEmpty { text += "    ssh_authorized_keys: [\(keys.joined(separator: ", "))]\n" }
    }
    return text
  }

  package var networkConfig: String {
    if let ownNetworkConfig { return ownNetworkConfig }
    guard !nics.isEmpty else { return "version: 2\nethernets: {}\n" }
    return "version: 2\nethernets:\n" + nics.enumerated().map(Self.interface).joined()
  }

  private static func interface(_ index: Int, _ nic: SeedNIC) -> String {
    var text = """
        nic\(index):
          match: {macaddress: \(YAMLText.quoted(nic.mac.lowercased()))}
          set-name: eth\(index)
          dhcp4: \(nic.address == nil)

      """
    if let address = nic.address {
      text += "    addresses: [\(YAMLText.quoted(address))]\n"
      // `default` in place of the prefix is newer than the cloud-init of Debian 12.
      if let gateway = nic.gateway { text += "    routes: [{to: 0.0.0.0/0, via: \(plain(gateway))}]\n" }
    }
    if let mtu = nic.mtu { text += "    mtu: \(mtu)\n" }
    if !nic.nameservers.isEmpty {
      text += "    nameservers: {addresses: [\(nic.nameservers.map(plain).joined(separator: ", "))]}\n"
    }
    return text
  }

  /// A key without the line break that a file ends with; a second line would be a second key.
  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// Bare where it can mean nothing else, as in addresses and ids.
  private static func plain(_ text: String) -> String {
    let safe = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    // `12` and `1.5` would be numbers, `null`, `true` and the like something else again.
    let isWord = text.utf8.filter { $0 == UInt8(ascii: ".") }.count == 3 || text.contains("-")
    return safe && isWord && !text.hasPrefix("-") && !text.hasSuffix("-") ? text : YAMLText.quoted(text)
  }
}
