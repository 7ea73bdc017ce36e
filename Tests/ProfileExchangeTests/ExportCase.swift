import Foundation
import GLib
import ProfileExchange
import QEMU
import Testing
import VMProfile
import YAML

/// A profile in `Exports/`, on a host that is the same everywhere.
struct ExportCase: Sendable, CustomTestStringConvertible {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exports").path
  /// An OVMF as Debian has it.
  static let firmware = UEFIFirmware(
    code: UEFIFirmware.File(path: "/usr/share/OVMF/OVMF_CODE_4M.fd", format: "raw"),
    template: UEFIFirmware.File(path: "/usr/share/OVMF/OVMF_VARS_4M.fd", format: "raw"), machines: ["pc-q35-*", "q35"])
  static let all = ["hardware", "networks", "others", "web"].map(ExportCase.init)

  let testDescription: String

  init(_ name: String) { testDescription = name }

  func profile() throws -> Profile {
    let yaml = try String(contentsOfFile: "\(Self.folder)/\(testDescription).yml", encoding: .utf8)
    return try Profile(yaml: yaml, name: VMName(parsing: testDescription), file: "\(testDescription).yml")
  }

  func machine(_ paths: MachinePaths) throws -> ExportedMachine {
    let profile = try profile()
    let folder = testDescription == "hostile" ? "/srv/\u{2028}evil: 1 --> ]]>" : "/srv/it's $HOME, <images>"
    let isTiny = profile.image == .named("tiny")
    var facts = HostFacts(
      architecture: .x86_64, qemuPath: "/usr/bin/qemu-system-x86_64",
      qemu: QEMUCapabilities(version: .minimum, hasSandbox: true), accelerator: .tcg(reason: "a test"),
      image: isTiny
        ? GuestImage(kernel: "\(folder)/vmlinuz", initrd: "\(folder)/initrd", kernelArguments: "console=ttyS0 a='$b'")
        : GuestImage(),
      paths: paths, identity: HostIdentity(machineID: "a", userID: 0, project: "p"), freePorts: [])
    facts.networks[try NetworkName(parsing: "lan")] = NetworkFacts(
      bridge: "br-lan", address: IPv4Interface("10.16.0.1/24"))
    facts.vdeFolder = "/run/vde"
    facts.firmwares = [Self.firmware]
    return ExportedMachine(
      profile: profile, machine: try ResolvedMachine(profile, facts: facts),
      image: profile.image.map { _ in ExportedMachine.Image(path: "\(folder)/disk.img", format: "raw") },
      seed: ExportedMachine.Seed(
        metaData: "instance-id: a\n", userData: "#cloud-config\nruncmd: [\"echo '$x'\"]\nEND\n",
        networkConfig: "version: 2\n"),
      sshKey: "/home/ann/.local/share/vmrun/ssh/id_ed25519")
  }

  private func paths() throws -> MachinePaths {
    var paths = MachinePaths(
      overlay: "/srv/vm/web.qcow2", seed: "/srv/vm/web-seed.iso", monitors: [], console: "", consoleLog: "",
      journal: "", vnc: "")
    paths.variables = "/srv/vm/web-variables.qcow2"
    for disk in try profile().disks {
      if case .made = disk.source { paths.disks[disk.name] = "/srv/vm/web-\(disk.name).qcow2" }
    }
    return paths
  }

  func text(_ kind: ExportKind) throws -> ExportedText {
    switch kind {
    case .shell: try ShellExport.text(machine(ShellExport.paths(for: profile())))
    case .libvirt: try LibvirtExport.text(machine(paths()))
    case .kubevirt: try KubeVirtExport.text(machine(paths()))
    }
  }
}

@Suite("Exports")
struct ExportTests {
  static let suffixes: [ExportKind: String] = [.shell: "sh", .libvirt: "xml", .kubevirt: "yaml"]

  @Test("A profile becomes the file on record", arguments: ExportCase.all, ExportKind.allCases)
  func golden(_ export: ExportCase, _ kind: ExportKind) throws {
    let actual = try export.text(kind).text
    let path = "\(ExportCase.folder)/\(export.testDescription).\(Self.suffixes[kind] ?? "")"
    if ImportGoldenTests.updates { try actual.write(toFile: path, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == actual)
  }

  @Test("What libvirt has of a machine comes back as the same machine", arguments: ["web", "networks"])
  func roundTrip(_ name: String) throws {
    let before = try ExportCase(name).profile()
    let imported = try ImportedProfile(libvirt: Markup.parse(ExportCase(name).text(.libvirt).text))
    #expect(imported.name == name)
    let paths = ImportedPath(from: "/srv/vm", to: "/srv/vm")
    let yaml = imported.yaml(source: "x", paths: paths) { _ in true }
    let after = try Profile(yaml: yaml, name: before.name, file: "x.yml")
    #expect(after.arch == before.arch && after.machine == before.machine && after.accelerator == before.accelerator)
    #expect(after.smp == before.smp && after.memory == before.memory && after.display == before.display)
    #expect(after.cpu == before.cpu && after.description == before.description)
    // Those that are QEMU's own words come last.
    let key = { (nic: NIC) in nic.mac.map { "\($0)" } ?? "" }
    #expect(after.nics.sorted { key($0) < key($1) } == before.nics.sorted { key($0) < key($1) })
    #expect(after.image == .path("/srv/vm/web.qcow2"))
  }

  @Test func `Firmware, disks, the CD and host folders come back from libvirt`() throws {
    let imported = try ImportedProfile(libvirt: Markup.parse(ExportCase("hardware").text(.libvirt).text))
    let yaml = imported.yaml(source: "x", paths: ImportedPath(from: "/srv/vm", to: "/srv/vm")) { _ in true }
    let after = try Profile(yaml: yaml, name: VMName(parsing: "hardware"), file: "x.yml")
    let before = try ExportCase("hardware").profile()
    #expect(after.firmware == .uefi && after.boot == .cdrom && after.cdrom == before.cdrom && after.nics.isEmpty)
    #expect(after.image == .path("/srv/vm/web.qcow2"))
    #expect(after.disks.map(\.source).contains(before.disks[1].source))
    #expect(after.shares.map(\.path) == before.shares.map(\.path) && after.shares.allSatisfy(\.isReadOnly))
    // Words for QEMU come back for a person to judge.
    #expect(after.qemuArguments.isEmpty && yaml.contains("#   - \"usb-ehci\""))
  }

  @Test("No text of a profile begins a line of its own in an export", arguments: ExportKind.allCases)
  func texts(_ kind: ExportKind) throws {
    let text = try ExportCase("hostile").text(kind).text
    // What YAML takes for a line's end is none to a shell, or in XML.
    let lines = kind == .kubevirt ? text.split(whereSeparator: \.isNewline) : text.split(separator: "\n")
    #expect(lines.contains { $0.contains("evil") })
    #expect(!lines.contains { $0.hasPrefix("evil") })
    if kind == .libvirt { #expect(throws: Never.self) { try Markup.parse(text) } }
    if kind == .kubevirt {
      var documents = try YAMLDocuments(text)
      let root = try documents.next()
      #expect(root?.mapping?.count == 4)
    }
  }
}
