internal import VMProfile

/// Reads quickemu's configuration (quickemu_conf(5)), a file of shell assignments.
struct QuickemuImport {
  private var result = ImportedProfile()
  private var values: [String: ShellAssignments.Value] = [:]

  static func profile(_ text: String) throws(ExchangeError) -> ImportedProfile {
    let assignments = ShellAssignments(try ShellText.tokens(text))
    var reader = QuickemuImport()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in assignments.others where line <= lines.count {
      reader.result.lose(String(lines[line - 1]), line: line, "only assignments are read, and nothing is run")
    }
    // As in a shell, the last one counts.
    for value in assignments.values { reader.values[value.name] = value }
    guard reader.values.keys.contains(where: ["guest_os", "disk_img", "iso", "img"].contains) else {
      throw ExchangeError("this is no configuration of quickemu: it sets neither guest_os nor disk_img nor iso")
    }
    reader.hardware()
    reader.media()
    reader.network()
    reader.screen()
    reader.rest()
    return reader.result
  }

  private mutating func take(_ name: String) -> (text: String, line: Int, what: String)? {
    guard let value = values.removeValue(forKey: name) else { return nil }
    let what = "\(name)=\(value.isList ? "(\(value.text))" : value.text)"
    guard !value.text.isEmpty else { return nil }
    if value.words.contains(where: \.expands) {
      result.lose(what, line: value.line, "it is kept as written: nothing is put in place of $ and `")
    }
    return (value.text, value.line, what)
  }

  private mutating func hardware() {
    if let os = take("guest_os") {
      result.description = "\(os.text) (from quickemu)"
      if os.text.hasPrefix("windows") || os.text == "macos" {
        result.lose(os.what, line: os.line, "vmrun has no settings of its own for \(os.text) guests")
      }
    }
    if let cores = take("cpu_cores") {
      result.setCPUs(cores.text, cores.what, line: cores.line)
    } else {
      result.smp = 2
      result.remark("smp", "quickemu takes a share of the host's CPUs: choose how many")
    }
    if let ram = take("ram") {
      result.setMemory(QEMUSize.bytes(ram.text, unit: "M"), ram.what, line: ram.line)
    } else {
      result.memory = ByteSize(bytes: 4 << 30)
      result.remark("memory", "quickemu takes a share of the host's memory: choose how much")
    }
    let boot = take("boot")
    result.isUEFI = boot?.text != "legacy"
    if let arch = take("arch") {
      do { try result.setArchitecture(arch.text, arch.what, line: arch.line) } catch {
        result.lose(arch.what, line: arch.line, error.description)
      }
    }
  }

  private mutating func media() {
    if let disk = take("disk_img") { result.disks.append(ImportedDisk(file: disk.text)) }
    // The recovery system of macOS, a raw image.
    if let image = take("img") {
      result.disks.append(ImportedDisk(file: image.text, format: "raw", isReadOnly: true))
    }
    if let size = take("disk_size") {
      result.diskSize = QEMUSize.bytes(size.text, unit: "M").map(ByteSize.init(bytes:))
      if result.diskSize == nil { result.lose(size.what, line: size.line, "it is no size") }
    }
    for name in ["iso", "fixed_iso"] {
      guard let image = take(name) else { continue }
      if result.cdrom == nil {
        result.cdrom = image.text
      } else {
        result.lose(image.what, line: image.line, "a profile has one CD-ROM drive")
      }
    }
    if let folder = take("public_dir"), folder.text != "none" {
      result.shares.append(ImportedShare(path: folder.text, tag: "public"))
    }
  }

  private mutating func network() {
    var card = ImportedNIC(nic: NIC())
    if let mac = take("macaddr") {
      card.nic.mac = MACAddress(mac.text)
      if card.nic.mac == nil { result.lose(mac.what, line: mac.line, "it is no MAC address of a card") }
    }
    let network = take("network")
    let hasPorts = values["port_forwards"] != nil || values["ssh_port"] != nil
    let forwards = forwards()
    switch network?.text {
    case "none":
      result.nics = []
      return
    case nil, "user", "restrict":
      card.nic.attachment = .user(UserNetwork(forwards: forwards, restrict: network?.text == "restrict"))
    case let bridge?:
      guard let name = InterfaceName(bridge) else {
        result.lose(
          network?.what ?? "", line: network?.line ?? 0, "it is no name of a bridge: the card has user networking")
        break
      }
      card.nic.attachment = .tap(.made(bridge: name))
      if hasPorts { result.lose("port_forwards, ssh_port", "a guest in a bridge has an address of its own") }
      card.remarks.append("the bridge \(name) must be there; `network:` has vmrun bring one up")
    }
    result.nics = [card]
  }

  private mutating func forwards() -> [PortForward] {
    var forwards: [PortForward] = []
    if let port = take("ssh_port") {
      let forward = UInt16(port.text).flatMap { PortForward(hostPort: $0, guestPort: 22) }
      if let forward { forwards.append(forward) } else { result.lose(port.what, line: port.line, "it is no port") }
    }
    if forwards.isEmpty { forwards.append(.ssh) }
    guard let list = values.removeValue(forKey: "port_forwards") else { return forwards }
    for word in list.words where !word.text.isEmpty {
      let ports = word.text.split(separator: ":", omittingEmptySubsequences: false).map { UInt16($0) }
      guard ports.count == 2, let host = ports[0], let guest = ports[1],
        let forward = PortForward(hostPort: host, guestPort: guest)
      else {
        result.lose("port_forwards=(\(word.text))", line: word.line, "it is not HOST-PORT:GUEST-PORT")
        continue
      }
      var datagrams = forward
      datagrams.transport = .udp
      // quickemu forwards both.
      forwards += [forward, datagrams]
    }
    return forwards
  }

  private mutating func screen() {
    guard let display = take("display") else {
      result.display = .gtk
      return
    }
    switch display.text {
    case "none": result.display = DisplayChoice.none
    case "gtk": result.display = .gtk
    case "sdl": result.display = .sdl
    case "spice", "spice-app":
      result.display = .vnc
      result.remark("display", "the source has SPICE, which vmrun does not: VNC is nearest")
    default: result.lose(display.what, line: display.line, "vmrun has the displays none, gtk, sdl and vnc")
    }
  }

  /// What is left, but for what means nothing or is vmrun's way anyhow.
  private mutating func rest() {
    let asIs: [String: Set<String>] = [
      "tpm": ["off"], "secureboot": ["off"], "preallocation": ["off"], "serial": ["socket"], "monitor": ["socket"],
      "usb_controller": ["ehci", "xhci"], "keyboard": ["usb", "virtio"], "mouse": ["tablet", "usb", "virtio"],
    ]
    let reasons = [
      "tpm": "vmrun gives a machine no TPM", "secureboot": "vmrun starts UEFI without Secure Boot",
      "usb_devices": "vmrun passes no USB device of the host to a machine", "floppy": "vmrun has no floppy drive",
      "spice_port": "vmrun has no SPICE", "viewer": "vmrun starts no viewer",
      "extra_args": "words for QEMU are not taken over unseen: see qemu_arguments in the profile",
    ]
    for value in values.values.sorted(by: { ($0.line, $0.name) < ($1.line, $1.name) }) {
      guard !value.text.isEmpty, asIs[value.name]?.contains(value.text) != true else { continue }
      if value.name == "extra_args" {
        result.qemuArguments += value.text.split(whereSeparator: \.isWhitespace).map(String.init)
      }
      let why = reasons[value.name] ?? "vmrun has nothing like it"
      result.lose("\(value.name)=\(value.text)", line: value.line, why)
    }
  }
}
