import QEMU
import Testing
import VMProfile

/// A profile in `Golden/`, whose first line names the host that it meets: `# facts: tcg kernel`.
struct GoldenCase: Sendable, CustomStringConvertible {
  static let all = Fixture.names(in: "\(Fixture.folder)/Golden", suffix: ".yml").map(GoldenCase.init)

  let description: String
  let yaml: String
  var words: Set<String>

  init(name: String) {
    description = name
    yaml = Fixture.text("\(Fixture.folder)/Golden/\(name).yml") ?? ""
    let line = yaml.split(separator: "\n").first ?? ""
    words = Set(line.split(separator: " ").map(String.init))
  }

  func profile() throws -> Profile {
    try Profile(yaml: yaml, name: VMName(parsing: description), file: "\(description).yml")
  }

  func value(_ key: String, default other: String) -> String {
    words.first { $0.hasPrefix("\(key)=") }.map { String($0.dropFirst(key.count + 1)) } ?? other
  }

  var release: String { value("qemu", default: "7.2-x86_64") }

  /// The same facts on every machine.
  func facts() throws -> HostFacts {
    let host = try #require(Architecture(rawValue: value("host", default: "x86_64")))
    let guest = try profile().arch ?? host
    var capabilities =
      release == "none"
      ? QEMUCapabilities(version: .minimum, hasSandbox: true) : try Fixture.capabilities(release)
    if words.contains("no-sandbox") { capabilities.hasSandbox = false }
    if words.contains("gtk") { capabilities.displays += ["gtk", "sdl"] }
    if host == guest, host == .aarch64 { capabilities.accelerators = ["tcg", "kvm"] }
    var facts = HostFacts(
      architecture: host, qemuPath: "/usr/bin/qemu-system-\(guest)", qemu: capabilities,
      accelerator: words.contains("kvm") ? .kvm : .tcg(reason: "/dev/kvm does not exist"),
      image: GuestImage(), paths: paths(words.contains("commas") ? "/srv/a,b,,c/it's $HOME" : "/home/ann"),
      identity: HostIdentity(machineID: "0123456789abcdef0123456789abcdef", userID: 1000, project: "/home/ann/web"),
      freePorts: [40000, 40001, 40002, 40003])
    if words.contains("kernel") {
      let folder = words.contains("commas") ? "/srv/im,ages" : "/home/ann/.local/share/vmrun/images/tiny"
      facts.image = GuestImage(
        kernel: "\(folder)/vmlinuz", initrd: "\(folder)/initrd", kernelArguments: "console=ttyS0 quiet root=LABEL=a,b")
    }
    if words.contains("firmware") { facts.firmwares = Self.firmwares(guest) }
    if words.contains("virtiofsd") { facts.virtiofsd = "/usr/libexec/virtiofsd" }
    if words.contains("root") { facts.identity.userID = 0 }
    for disk in try profile().disks {
      if case .made = disk.source { facts.paths.disks[disk.name] = "\(facts.paths.diskFolder)/disk-\(disk.name).qcow2" }
    }
    if words.contains("no-stream") { facts.qemu.netdevs.removeAll { $0 == "stream" || $0 == "dgram" } }
    facts.vdeFolder = "/home/ann/run/.vde"
    if let network = network { facts.networks[network.name] = network.facts }
    if words.contains("tsc") { facts.tscFrequency = 2_596_000 }
    return facts
  }

  /// As the packages ovmf and qemu-efi-aarch64 have them.
  static func firmwares(_ arch: Architecture, _ folder: String = "/usr/share") -> [UEFIFirmware] {
    func firmware(_ code: String, _ variables: String, _ machines: [String]) -> UEFIFirmware {
      UEFIFirmware(
        code: .init(path: "\(folder)/\(code)", format: "raw"),
        template: .init(path: "\(folder)/\(variables)", format: "raw"), machines: machines)
    }
    return arch == .x86_64
      ? [firmware("OVMF/OVMF_CODE_4M.fd", "OVMF/OVMF_VARS_4M.fd", ["pc-i440fx-*", "pc-q35-*"])]
      : [firmware("AAVMF/AAVMF_CODE.fd", "AAVMF/AAVMF_VARS.fd", ["virt-*"])]
  }

  /// `network=lab:br-lab:10.16.0.1/24` with `dhcp` and `mtu=1400` beside it.
  private var network: (name: NetworkName, facts: NetworkFacts)? {
    let parts = value("network", default: "").split(separator: ":").map(String.init)
    guard parts.count >= 2, let name = NetworkName(parts[0]) else { return nil }
    let facts = NetworkFacts(
      bridge: parts[1], address: parts.count > 2 ? IPv4Interface(parts[2]) : nil, hasDHCP: words.contains("dhcp"),
      mtu: Int(value("mtu", default: "")))
    return (name, facts)
  }

  /// Why the real QEMU cannot start from the command line here: what it plugs into is not there.
  var needsHost: String? {
    if words.contains("virtiofsd") { return "it needs virtiofsd" }
    let attachments = (try? profile())?.nics.map(\.attachment) ?? []
    for attachment in attachments {
      switch attachment {
      case .tap, .network: return "it needs a TAP"
      case .passt: return "it needs passt"
      case .vde: return "it needs a switch"
      default: continue
      }
    }
    return nil
  }

  /// The files of an instance, all under one folder.
  func paths(_ home: String) -> MachinePaths {
    let state = "\(home)/state"
    var paths = MachinePaths(
      overlay: words.contains("no-disk") ? nil : "\(state)/disk.qcow2",
      seed: words.contains("no-seed") ? nil : "\(state)/seed.iso",
      monitors: ["\(home)/run/qmp0", "\(home)/run/qmp1"], console: "\(home)/run/console",
      consoleLog: "\(state)/console.log", journal: "\(state)/journal", vnc: "\(home)/run/vnc")
    paths.variables = "\(state)/uefi-variables.qcow2"
    return paths
  }
}

extension MachinePaths {
  /// Where the files of an instance are.
  var diskFolder: String { String(journal.dropLast("/journal".count)) }
}
