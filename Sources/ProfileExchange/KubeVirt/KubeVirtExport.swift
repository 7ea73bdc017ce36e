internal import JSON
internal import QEMU
internal import VMProfile
internal import Wording
internal import YAML

/// A machine as a VirtualMachine of KubeVirt (kubevirt.io/v1).
package struct KubeVirtExport {
  private let exported: ExportedMachine
  private var machine: ResolvedMachine { exported.machine }
  private var notes: [String] = []
  private let name: String

  package static func text(_ exported: ExportedMachine) throws(ExchangeError) -> ExportedText {
    var export = KubeVirtExport(exported)
    let object = export.virtualMachine()
    let comments = export.notes.map { "# \(SafeLine.of($0))\n" }.joined()
    let yaml: String
    do throws(YAMLError) { yaml = try YAMLWriter.text(of: YAMLNode(object)) } catch {
      throw ExchangeError("the YAML could not be written")
    }
    return ExportedText(
      text: "# Made by vmrun from the profile '\(exported.machine.name)'.\n" + comments + yaml, notes: export.notes)
  }

  private init(_ exported: ExportedMachine) {
    self.exported = exported
    name = Self.label("\(exported.machine.name)")
  }

  /// A name for Kubernetes: a label of RFC 1123 in lower case.
  static func label(_ text: String) -> String {
    let letters = text.lowercased().unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "0"..."9": Character(scalar)
      default: "-"
      }
    }
    var label = letters.drop { $0 == "-" }.prefix(50)
    while label.last == "-" { label.removeLast() }
    return label.isEmpty ? "vm" : String(label)
  }

  private mutating func virtualMachine() -> JSONValue {
    var metadata: JSONObject = ["name": .string(name)]
    if let text = exported.profile.description { metadata["annotations"] = ["description": .string(text)] }
    let template: JSONValue = [
      "metadata": ["labels": ["kubevirt.io/domain": .string(name)]], "spec": .object(instance()),
    ]
    return [
      "apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine", "metadata": .object(metadata),
      "spec": ["runStrategy": "Halted", "template": template],
    ]
  }

  private mutating func instance() -> JSONObject {
    notes.append("It does not run by itself: virtctl start \(name)")
    var spec: JSONObject = [:]
    let architectures: [Architecture: String] = [.x86_64: "amd64", .aarch64: "arm64"]
    if let architecture = architectures[machine.arch] {
      spec["architecture"] = .string(architecture)
    } else {
      notes.append("KubeVirt runs no \(machine.arch.rawValue) guest")
    }
    let cards = cards()
    spec["domain"] = .object(domain(cards.map(\.interface)))
    if !cards.isEmpty { spec["networks"] = .array(cards.map(\.network)) }
    let volumes = volumes()
    if !volumes.isEmpty { spec["volumes"] = .array(volumes) }
    return spec
  }

  private mutating func domain(_ interfaces: [JSONValue]) -> JSONObject {
    var processor: JSONObject = ["cores": .integer(Int64(machine.smp))]
    if let model = exported.profile.cpu { processor["model"] = .string(model == "host" ? "host-passthrough" : model) }
    var board = machine.machine
    if board == .microvm || board == .pc {
      notes.append("KubeVirt has no board \(board.rawValue): this is a q35")
      board = .q35
    }
    if machine.image.kernel != nil {
      notes.append(
        "The image starts by a kernel of the host, which KubeVirt takes from a container image only: "
          + "see spec.template.spec.domain.firmware.kernelBoot")
      if let arguments = machine.image.kernelArguments {
        notes.append("The kernel is told: \(Excerpt.of(arguments))")
      }
    }
    if machine.accelerator == .tcg {
      notes.append("KubeVirt runs it under KVM unless useEmulation is set in its configuration")
    }
    var devices: JSONObject = ["disks": .array(disks), "rng": [:]]
    if !interfaces.isEmpty {
      devices["interfaces"] = .array(interfaces)
    } else {
      devices["autoattachPodInterface"] = false
    }
    if machine.display == .none { devices["autoattachGraphicsDevice"] = false }
    loseHardware()
    var domain: JSONObject = [
      "cpu": .object(processor), "memory": ["guest": .string("\(machine.memory.bytes >> 20)Mi")],
      "machine": ["type": .string(board.rawValue)], "devices": .object(devices),
    ]
    if machine.firmware != nil { domain["firmware"] = ["bootloader": ["efi": ["secureBoot": false]]] }
    return domain
  }

  private mutating func loseHardware() {
    for share in machine.shares {
      notes.append("The folder of this host under the tag \(share.tag): a pod has none of them")
    }
    if !machine.qemuArguments.isEmpty { notes.append("qemu_arguments: KubeVirt takes no words for QEMU") }
  }

  private var disks: [JSONValue] {
    var disks: [JSONValue] = []
    if machine.paths.overlay != nil {
      let order: JSONValue = machine.boot == .cdrom ? 2 : 1
      disks.append(["name": "disk", "bootOrder": order, "disk": ["bus": "virtio"]])
    }
    for disk in machine.disks {
      disks.append(["name": .string(disk.id), "serial": .string("\(disk.name)"), "disk": ["bus": "virtio"]])
    }
    if machine.cdrom != nil {
      var drive: JSONObject = ["name": "cdrom", "cdrom": ["bus": "sata"]]
      drive["bootOrder"] = machine.boot == .cdrom ? 1 : 2
      disks.append(.object(drive))
    }
    if exported.seed != nil { disks.append(["name": "seed", "disk": ["bus": "virtio"]]) }
    return disks
  }

  private mutating func volumes() -> [JSONValue] {
    var volumes: [JSONValue] = []
    if machine.paths.overlay != nil {
      let claim = "\(name)-disk"
      volumes.append(["name": "disk", "persistentVolumeClaim": ["claimName": .string(claim)]])
      let size = exported.profile.disk.map { "\($0)i" } ?? "SIZE"
      let path = exported.image.map { " --image-path=\(QEMUCommandLine.quoted($0.path))" } ?? ""
      notes.append("Its disk is a claim that you make once: virtctl image-upload pvc \(claim) --size=\(size)\(path)")
    }
    for disk in machine.disks {
      let claim = "\(name)-\(disk.id)"
      volumes.append(["name": .string(disk.id), "persistentVolumeClaim": ["claimName": .string(claim)]])
      notes.append("Its disk '\(disk.name)' is the claim \(claim), which you make, too")
    }
    if machine.cdrom != nil {
      volumes.append(["name": "cdrom", "persistentVolumeClaim": ["claimName": .string("\(name)-cdrom")]])
      notes.append("Its CD is the claim \(name)-cdrom: upload the ISO file to it")
    }
    if let seed = exported.seed {
      let texts: JSONValue = ["userData": .string(seed.userData), "networkData": .string(seed.networkConfig)]
      volumes.append(["name": "seed", "cloudInitNoCloud": texts])
    }
    return volumes
  }

  private mutating func cards() -> [(interface: JSONValue, network: JSONValue)] {
    var hasPodNetwork = false
    return machine.nics.compactMap { nic in
      var interface: JSONObject = [
        "name": .string(nic.id), "model": .string(nic.driver.hasPrefix("virtio-net") ? "virtio" : nic.driver),
        "macAddress": .string(nic.mac.description),
      ]
      switch nic.attachment {
      case .user where !hasPodNetwork, .passt where !hasPodNetwork:
        hasPodNetwork = true
        interface["masquerade"] = [:]
        let ports = nic.attachment.forwards.map { forward -> JSONValue in
          ["port": .integer(Int64(forward.guestPort)), "protocol": .string(forward.transport.rawValue.uppercased())]
        }
        if !ports.isEmpty { interface["ports"] = .array(ports) }
        for forward in nic.attachment.forwards {
          notes.append(
            "Port \(forward.guestPort): virtctl port-forward vm/\(name) \(forward.transport)/\(forward.hostPort):\(forward.guestPort)"
          )
        }
        if nic.address != nil { notes.append("\(nic.id): its fixed address is of vmrun's network, not of the pod's") }
        return (.object(interface), ["name": .string(nic.id), "pod": [:]])
      case .network(let network):
        return multus(nic, "\(network)", interface)
      case .tap(.made(let bridge?)):
        return multus(nic, "\(bridge)", interface)
      default:
        notes.append("\(nic.id) (\(nic.attachment.keyword)): KubeVirt has nothing like it, and the card is left out")
        return nil
      }
    }
  }

  /// A network beside the pod's.
  private mutating func multus(
    _ nic: ResolvedNIC, _ network: String, _ interface: JSONObject
  ) -> (interface: JSONValue, network: JSONValue) {
    let label = Self.label(network)
    notes.append("\(nic.id) needs a NetworkAttachmentDefinition '\(label)' with a bridge")
    var interface = interface
    interface["bridge"] = [:]
    return (.object(interface), ["name": .string(nic.id), "multus": ["networkName": .string(label)]])
  }
}
