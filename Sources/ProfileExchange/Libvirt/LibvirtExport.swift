internal import JSON
internal import QEMU
internal import VMProfile
internal import XML

/// A machine as libvirt's domain XML.
package struct LibvirtExport {
  private let exported: ExportedMachine
  private var machine: ResolvedMachine { exported.machine }
  private var notes: [String] = []
  private var arguments: [String] = []

  /// - Parameter exported: its paths are those of files that libvirt will find, absolute.
  package static func text(_ exported: ExportedMachine) -> ExportedText {
    var export = LibvirtExport(exported)
    let domain = export.domain()
    let head = XMLElement.comment(
      ["Made by vmrun from the profile '\(exported.machine.name)'."] + export.notes.map(SafeLine.of))
    return ExportedText(text: head + domain.written(), notes: export.notes)
  }

  private init(_ exported: ExportedMachine) { self.exported = exported }

  private mutating func domain() -> XMLElement {
    var domain = XMLElement("domain", ["type": machine.accelerator == .kvm ? "kvm" : "qemu"])
    domain.children = [XMLElement("name", text: "\(machine.name)")]
    if let text = exported.profile.description {
      domain.children.append(XMLElement("description", text: SafeLine.of(text)))
    }
    domain.children += [
      XMLElement("memory", ["unit": "MiB"], text: "\(machine.memory.bytes >> 20)"),
      XMLElement("vcpu", text: "\(machine.smp)"), system(),
    ]
    domain.children += [features, processor, XMLElement("clock", ["offset": "utc"])]
    domain.children += [
      XMLElement("on_poweroff", text: "destroy"), XMLElement("on_reboot", text: "restart"),
      XMLElement("on_crash", text: "destroy"), devices(),
    ]
    guard !arguments.isEmpty else { return domain }
    domain["xmlns:qemu"] = "http://libvirt.org/schemas/domain/qemu/1.0"
    let words = arguments.map { XMLElement("qemu:arg", ["value": $0]) }
    domain.children.append(XMLElement("qemu:commandline", [:], words))
    return domain
  }

  private mutating func system() -> XMLElement {
    var board = machine.machine
    if board == .microvm {
      notes.append("libvirt has no board microvm: this is a q35")
      board = .q35
    }
    var os = XMLElement("os")
    os.children = [XMLElement("type", ["arch": machine.arch.rawValue, "machine": board.rawValue], text: "hvm")]
    if let firmware = machine.firmware {
      os.children += [
        XMLElement("loader", ["readonly": "yes", "type": "pflash"], text: firmware.code.path),
        XMLElement("nvram", ["template": firmware.template.path]),
      ]
    }
    if let kernel = machine.image.kernel { os.children.append(XMLElement("kernel", text: kernel)) }
    if let initrd = machine.image.initrd { os.children.append(XMLElement("initrd", text: initrd)) }
    if let words = machine.image.kernelArguments { os.children.append(XMLElement("cmdline", text: words)) }
    guard machine.boot != .kernel else { return os }
    let order = machine.boot == .cdrom ? ["cdrom", "hd"] : ["hd", "cdrom"]
    let there = order.filter { $0 == "cdrom" ? machine.cdrom != nil : machine.paths.overlay != nil }
    os.children += there.map { XMLElement("boot", ["dev": $0]) }
    return os
  }

  private var features: XMLElement {
    switch machine.arch {
    case .x86_64:
      XMLElement("features", [:], [XMLElement("acpi"), XMLElement("apic"), XMLElement("vmport", ["state": "off"])])
    case .aarch64: XMLElement("features", [:], [XMLElement("acpi"), XMLElement("gic", ["version": "3"])])
    case .riscv64: XMLElement("features", [:], [XMLElement("acpi")])
    }
  }

  /// The model; for vmrun's own choices, which are `host` and `max` with a feature or two, libvirt has modes.
  private var processor: XMLElement {
    guard let model = exported.profile.cpu, model != "host", model != "max" else {
      return XMLElement(
        "cpu", ["mode": machine.accelerator == .kvm && exported.profile.cpu != "max" ? "host-passthrough" : "maximum"])
    }
    return XMLElement(
      "cpu", ["mode": "custom", "match": "exact", "check": "none"],
      [XMLElement("model", ["fallback": "forbid"], text: model)])
  }

  private mutating func devices() -> XMLElement {
    var devices = XMLElement("devices")
    devices.children.append(XMLElement("emulator", text: machine.qemuPath))
    var letters = Array("abcdefghijklmnopqrstuvwxyz").makeIterator()
    if let overlay = machine.paths.overlay {
      devices.children.append(disk(overlay, format: "qcow2", letter: letters.next(), isReadOnly: false))
    }
    if let seed = machine.paths.seed, exported.seed != nil {
      devices.children.append(disk(seed, format: "raw", letter: letters.next(), isReadOnly: true))
    }
    for further in machine.disks {
      var element = disk(
        further.file, format: further.format.rawValue, letter: letters.next(), isReadOnly: further.isReadOnly)
      element.children.append(XMLElement("serial", text: "\(further.name)"))
      devices.children.append(element)
    }
    if let cdrom = machine.cdrom { devices.children.append(Self.cd(cdrom, board: machine.machine)) }
    for share in machine.shares { devices.children.append(Self.fileSystem(share)) }
    for nic in machine.nics { addCard(nic, to: &devices) }
    arguments += machine.qemuArguments
    devices.children += [
      XMLElement("serial", ["type": "pty"]), XMLElement("console", ["type": "pty"]),
      XMLElement("rng", ["model": "virtio"], [XMLElement("backend", ["model": "builtin"])]),
      XMLElement("memballoon", ["model": "none"]),
    ]
    addScreen(to: &devices)
    return devices
  }

  private func disk(_ path: String, format: String, letter: Character?, isReadOnly: Bool) -> XMLElement {
    var driver = XMLElement("driver", ["name": "qemu", "type": format])
    if format == "qcow2" { driver["discard"] = "unmap" }
    let children = [
      driver, XMLElement("source", ["file": path]),
      XMLElement("target", ["dev": "vd\(letter ?? "z")", "bus": "virtio"]),
    ]
    let flags = isReadOnly ? [XMLElement("readonly")] : []
    return XMLElement("disk", ["type": "file", "device": "disk"], children + flags)
  }

  private static func cd(_ path: String, board: MachineType) -> XMLElement {
    let target = ["q35": ("sda", "sata"), "pc": ("hdc", "ide")][board.rawValue] ?? ("sda", "scsi")
    return XMLElement(
      "disk", ["type": "file", "device": "cdrom"],
      [
        XMLElement("driver", ["name": "qemu", "type": "raw"]), XMLElement("source", ["file": path]),
        XMLElement("target", ["dev": target.0, "bus": target.1]), XMLElement("readonly"),
      ])
  }

  /// By 9p, which needs neither a daemon nor shared memory.
  private static func fileSystem(_ share: ResolvedShare) -> XMLElement {
    var mode = "passthrough"
    if case .ninep(mapsOwners: true) = share.transport { mode = "mapped" }
    let children = [XMLElement("source", ["dir": share.path]), XMLElement("target", ["dir": "\(share.tag)"])]
    return XMLElement(
      "filesystem", ["type": "mount", "accessmode": mode], children + (share.isReadOnly ? [XMLElement("readonly")] : [])
    )
  }

  private mutating func addScreen(to devices: inout XMLElement) {
    switch machine.display {
    case .none: devices.children.append(XMLElement("video", [:], [XMLElement("model", ["type": "none"])]))
    case .gtk, .sdl, .vnc:
      if machine.display != .vnc { notes.append("libvirt opens no window: look at the screen with virt-viewer") }
      devices.children += [
        XMLElement("graphics", ["type": "vnc", "autoport": "yes", "listen": "127.0.0.1"]),
        XMLElement("video", [:], [XMLElement("model", ["type": machine.machine == .virt ? "virtio" : "vga"])]),
        XMLElement("input", ["type": "tablet", "bus": "virtio"]),
      ]
    }
  }

  private mutating func addCard(_ nic: ResolvedNIC, to devices: inout XMLElement) {
    // libvirt's own `user` card has no forwards without passt, and a second one would be in the network of the first:
    // QEMU is told of such cards itself.
    if case .user(let user) = nic.attachment, user != UserNetwork() || nic.address != nil || userCards > 1 {
      return addRawCard(nic)
    }
    let (type, children) = end(of: nic)
    guard let type else { return addRawCard(nic) }
    let model = nic.driver.hasPrefix("virtio-net") ? "virtio" : nic.driver
    let card = [XMLElement("mac", ["address": nic.mac.description])] + children + [XMLElement("model", ["type": model])]
    devices.children.append(XMLElement("interface", ["type": type], card))
  }

  /// - Returns: nil for what libvirt has no words for.
  private mutating func end(of nic: ResolvedNIC) -> (String?, [XMLElement]) {
    let socket = { (address: SocketAddress) in
      XMLElement("source", ["address": "\(address.host)", "port": "\(address.port)"])
    }
    switch nic.attachment {
    case .user: return ("user", [])
    case .passt(let forwards):
      let elements = forwards.map { forward in
        XMLElement(
          "portForward", ["proto": forward.transport.rawValue, "address": "\(forward.hostAddress)"],
          [XMLElement("range", ["start": "\(forward.hostPort)", "to": "\(forward.guestPort)"])])
      }
      return ("user", [XMLElement("backend", ["type": "passt"])] + elements)
    case .tap(.made(let bridge?)): return ("bridge", [XMLElement("source", ["bridge": "\(bridge)"])])
    case .network(let name):
      notes.append("\(nic.id) is in the network '\(name)' of vmrun: its bridge must be up (vmrun net up \(name))")
      return ("bridge", [XMLElement("source", ["bridge": nic.bridge ?? "\(name)"])])
    case .tap(.made(nil)): return ("ethernet", [])
    case .tap(.existing(let name)): return ("ethernet", [XMLElement("target", ["dev": "\(name)", "managed": "no"])])
    case .tap(.scripted(let name, _, _)):
      notes.append("\(nic.id): the programs that run for \(name) are left out")
      return ("ethernet", [XMLElement("target", ["dev": "\(name)"])])
    case .socket(.listen(let address)): return ("server", [socket(address)])
    case .socket(.connect(let address)): return ("client", [socket(address)])
    case .socket(.mcast(let group, nil)): return ("mcast", [socket(group)])
    case .socket(.udp(let remote, let local)):
      var source = socket(remote)
      source.children = [XMLElement("local", ["address": "\(local.host)", "port": "\(local.port)"])]
      return ("udp", [source])
    case .socket(.mcast), .vde: return (nil, [])
    case .none:
      notes.append("\(nic.id) has no cable: in libvirt it has user networking, with its link down")
      return ("user", [XMLElement("link", ["state": "down"])])
    }
  }

  private var userCards: Int {
    machine.nics.count { if case .user = $0.attachment { true } else { false } }
  }

  private mutating func addRawCard(_ nic: ResolvedNIC) {
    // Ids that libvirt gives to none of its own.
    let id = "vmrun-\(nic.netdevID)"
    var backend = nic.backendArguments(cableFolder: "")
    backend["id"] = .string(id)
    // Said also where it is QEMU's own: to a reader of the XML these cards come last.
    if case .user = nic.attachment, backend["net"] == nil { backend["net"] = "10.0.2.0/24" }
    let device: JSONObject = [
      "driver": .string(nic.driver), "id": .string("\(id)-card"), "netdev": .string(id),
      "mac": .string(nic.mac.description),
    ]
    arguments += ["-netdev", JSONValue.object(backend).compact, "-device", JSONValue.object(device).compact]
    notes.append(
      "\(nic.id) is in qemu:commandline, where virsh does not see it: libvirt's own cards have not all that it has")
  }
}
