public import VMProfile

extension QEMUVersion {
  /// The oldest QEMU that will do for a profile.
  ///
  /// The rule: what every release has that vmrun supports asks for the oldest of them, `minimum`. A card or a CPU model
  /// that a profile names and that came later asks for the release that brought it (QEMU's change log). One that is
  /// in neither list, and words of the profile's own for QEMU, ask for the QEMU that is there, as nobody knows of an
  /// older one that has it. Boards, attachments, displays, accelerators and firmware are those of `minimum`.
  ///
  /// - Parameter present: the QEMU that the profile was tried with; its last number does not count.
  public static func oldest(for profile: Profile, present: QEMUVersion) -> QEMUVersion {
    let unknown = QEMUVersion(major: present.major, minor: present.minor, micro: 0)
    var oldest = minimum
    for nic in profile.nics { oldest = max(oldest, ModelHistory.nic(nic.model) ?? unknown) }
    if !profile.qemuArguments.isEmpty { oldest = unknown }
    if let cpu = profile.cpu { oldest = max(oldest, ModelHistory.cpu(cpu) ?? unknown) }
    return max(min(oldest, unknown), minimum)
  }

  /// Reads `7.2` or `7.2.22`; nil for anything else.
  public init?(release text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in part.utf8.count <= 6 ? UInt32(part).map { Int($0) } : nil }
    guard (2...3).contains(parts.count), numbers.count == parts.count else { return nil }
    self.init(major: numbers[0], minor: numbers[1], micro: numbers.count > 2 ? numbers[2] : 0)
  }
}

/// Since when QEMU has its models of cards and CPUs; nil: unknown.
enum ModelHistory {
  /// Cards that `minimum` has on some board.
  static let nics: Set = [
    "virtio", "virtio-net-pci", "virtio-net-device", "e1000", "e1000-82544gc", "e1000-82545em", "e1000e", "rtl8139",
    "ne2k_pci", "ne2k_isa", "pcnet", "vmxnet3", "tulip", "usb-net", "i82550", "i82551", "i82557a", "i82557b", "i82557c",
    "i82558a", "i82558b", "i82559a", "i82559b", "i82559c", "i82559er", "i82562", "i82801",
  ]
  static let laterNICs = ["igb": QEMUVersion(major: 8, minor: 0, micro: 0)]

  /// CPUs that `minimum` has; those of x86 also with the number of a version behind them (`-v1`), as long as it is one
  /// of the first.
  static let cpus: Set = [
    "host", "max", "base", "qemu32", "qemu64", "kvm32", "kvm64", "486", "pentium", "pentium2", "pentium3", "coreduo",
    "core2duo", "n270", "athlon", "phenom", "Conroe", "Penryn", "Nehalem", "Westmere", "SandyBridge", "IvyBridge",
    "Haswell", "Broadwell", "Skylake-Client", "Skylake-Server", "Cascadelake-Server", "Cooperlake", "Icelake-Server",
    "Denverton", "Snowridge", "KnightsMill", "Opteron_G1", "Opteron_G2", "Opteron_G3", "Opteron_G4", "Opteron_G5",
    "EPYC", "EPYC-Rome", "EPYC-Milan", "Dhyana", "cortex-a53", "cortex-a57", "cortex-a72", "rv64",
  ]
  static let laterCPUs = [
    "SapphireRapids": QEMUVersion(major: 8, minor: 0, micro: 0),
    "EPYC-Genoa": QEMUVersion(major: 8, minor: 1, micro: 0),
    "GraniteRapids": QEMUVersion(major: 8, minor: 1, micro: 0),
    "SierraForest": QEMUVersion(major: 9, minor: 1, micro: 0),
  ]

  static func nic(_ model: String) -> QEMUVersion? { nics.contains(model) ? .minimum : laterNICs[model] }

  static func cpu(_ model: String) -> QEMUVersion? {
    if cpus.contains(model) { return .minimum }
    // Versions are numbered as they come; the first came with the model.
    let first = model.hasSuffix("-v1") ? String(model.dropLast(3)) : model
    return cpus.contains(first) ? .minimum : laterCPUs[first]
  }
}
