internal import VMProfile
internal import Wording
internal import XML

/// Reads libvirt's domain XML (libvirt.org/formatdomain.html).
struct LibvirtImport {
  let domain: XMLElement
  var result = ImportedProfile()
  var cards: [ImportedNIC] = []

  static func profile(_ root: XMLElement) throws(ExchangeError) -> ImportedProfile {
    guard root.name == "domain" else {
      throw ExchangeError("the root element is <\(Excerpt.of(root.name))>: a machine is a <domain>")
    }
    var reader = LibvirtImport(domain: root)
    try reader.system()
    reader.amounts()
    reader.readDevices()
    reader.readCommandLine()
    reader.rest()
    reader.result.nics = reader.cards
    return reader.result
  }

  mutating func lose(_ element: XMLElement, _ why: String) {
    let words = element.attributes.map { " \($0.name)='\($0.value)'" }.joined()
    let text = element.word.isEmpty || !element.children.isEmpty ? "" : element.word
    result.lose("<\(element.name)\(words)>\(text)", line: element.line, why)
  }

  private mutating func system() throws(ExchangeError) {
    result.name = domain.child("name")?.word
    let title = domain.child("title")?.word ?? domain.child("description")?.word
    result.description = title.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    switch domain["type"] {
    case "kvm": result.accelerator = .kvm
    case "qemu": result.accelerator = .tcg
    case let type:
      throw ExchangeError("<domain type='\(Excerpt.of(type ?? ""))'>: vmrun runs those of type kvm and qemu")
    }
    guard let os = domain.child("os") else { return }
    if let type = os.child("type") {
      if type.word != "hvm" { throw ExchangeError("<type>\(Excerpt.of(type.word)): vmrun runs hvm") }
      if let arch = type["arch"] { try result.setArchitecture(arch, "<type arch='\(arch)'>", line: type.line) }
      if let machine = type["machine"] { result.setMachine(machine, "<type machine='\(machine)'>", line: type.line) }
    }
    readFirmware(os)
    result.startsFromCD = os.child("boot")?["dev"] == "cdrom"
    result.kernel = os.child("kernel")?.word
    result.initrd = os.child("initrd")?.word
    result.append = os.child("cmdline")?.word
    let known: Set = ["type", "loader", "nvram", "firmware", "kernel", "initrd", "cmdline", "boot", "bootmenu", "bios"]
    for other in os.children where !known.contains(other.name) { lose(other, "vmrun has nothing like it") }
  }

  private mutating func readFirmware(_ os: XMLElement) {
    if let firmware = os["firmware"] { result.isUEFI = firmware == "efi" }
    if let loader = os.child("loader"), loader["type"] == "pflash" || result.isUEFI == true {
      result.isUEFI = true
      if loader["secure"] == "yes" { lose(loader, "vmrun starts UEFI without Secure Boot") }
    } else if let loader = os.child("loader"), !loader.word.isEmpty {
      lose(loader, "vmrun has BIOS, and UEFI by the host's own firmware")
    }
    if let store = os.child("nvram"), !store.word.isEmpty {
      lose(store, "the machine gets a variable store of its own: what the source's boot menu says is not in it")
    }
  }

  private mutating func amounts() {
    if let memory = domain.child("memory") {
      result.setMemory(Self.bytes(memory), "<memory>\(memory.word)", line: memory.line)
    }
    if let current = domain.child("currentMemory"), let memory = domain.child("memory"),
      Self.bytes(current) != Self.bytes(memory)
    {
      lose(current, "vmrun gives all of the memory from the start")
    }
    if let count = domain.child("vcpu") { result.setCPUs(count.word, "<vcpu>\(count.word)", line: count.line) }
    guard let cpu = domain.child("cpu") else { return }
    // The other modes are the host's own CPU under KVM, and the best under TCG: vmrun's `auto`.
    if let model = cpu.child("model"), cpu["mode"] == nil || cpu["mode"] == "custom" {
      result.setCPU(model.word, "<model>\(model.word)", line: model.line)
    }
    for other in cpu.children where other.name != "model" && !(other.name == "topology" && Self.isFlat(other)) {
      lose(other, "a profile has the model alone")
    }
  }

  private static func isFlat(_ topology: XMLElement) -> Bool {
    topology["threads"] == "1" || topology["threads"] == nil
  }

  /// libvirt counts in KiB unless told otherwise; `KB` and the like are powers of 1000.
  private static func bytes(_ element: XMLElement) -> UInt64? {
    let units: [String: UInt64] = [
      "b": 1, "bytes": 1, "KB": 1000, "k": 1 << 10, "KiB": 1 << 10, "MB": 1_000_000, "M": 1 << 20, "MiB": 1 << 20,
      "GB": 1_000_000_000, "G": 1 << 30, "GiB": 1 << 30, "TB": 1_000_000_000_000, "T": 1 << 40, "TiB": 1 << 40,
    ]
    guard let number = UInt64(element.word), let unit = units[element["unit"] ?? "KiB"] else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow ? nil : bytes
  }

  /// QEMU's own words: cards are read, the rest is for a person to judge.
  private mutating func readCommandLine() {
    for line in domain.children where line.name.hasSuffix(":commandline") {
      let words = line.children.filter { $0.name.hasSuffix(":arg") }.map {
        ShellWord(text: $0["value"] ?? "", line: $0.line)
      }
      let found = QEMUImport.fragment(words[...])
      cards += found.nics ?? []
      result.losses += found.losses
      for part in found.own { result.has(part) }
      result.qemuArguments += found.qemuArguments
      for other in line.children where other.name.hasSuffix(":env") {
        lose(other, "vmrun gives QEMU no variables")
      }
    }
  }

  private mutating func rest() {
    let plain: Set<String> = [
      "name", "title", "description", "memory", "currentMemory", "vcpu", "os", "cpu", "devices", "features", "clock",
    ]
    let ends = ["on_poweroff": ["destroy"], "on_reboot": ["restart"], "on_crash": ["destroy", "restart"]]
    for other in domain.children where !plain.contains(other.name) && !other.name.hasSuffix(":commandline") {
      switch other.name {
      case "uuid": lose(other, "vmrun gives a machine no fixed UUID")
      case "metadata": lose(other, "it is about libvirt's programs")
      case _ where ends[other.name]?.contains(other.word) == true: result.has("<\(other.name)>\(other.word)")
      default: lose(other, "vmrun has nothing like it")
      }
    }
    let usual: Set<String> = ["acpi", "apic", "pae", "vmport", "gic", "hap"]
    for feature in domain.child("features")?.children ?? [] where !usual.contains(feature.name) {
      lose(feature, "vmrun has no such feature")
    }
    if let clock = domain.child("clock"), let offset = clock["offset"], offset != "utc" {
      lose(clock, "vmrun's clock is UTC")
    }
    for timer in domain.child("clock")?.children ?? [] { lose(timer, "vmrun leaves timers as QEMU has them") }
  }
}
