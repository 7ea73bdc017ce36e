import Foundation
import ProfileExchange
import QEMU
import Testing
import VMProfile

@Suite("A machine exported as a script and imported again")
struct ScriptRoundTripTests {
  private func facts(_ paths: MachinePaths) -> HostFacts {
    var facts = HostFacts(
      architecture: .x86_64, qemuPath: "/usr/bin/qemu-system-x86_64",
      qemu: QEMUCapabilities(version: .minimum, hasSandbox: true), accelerator: .tcg(reason: "a test"),
      image: GuestImage(), paths: paths, identity: HostIdentity(machineID: "b", userID: 0, project: "q"), freePorts: [])
    facts.vdeFolder = "/run/vde"
    facts.firmwares = [ExportCase.firmware]
    return facts
  }

  private func imported(_ name: String) throws -> ImportedProfile {
    try ImportedProfile(ExportCase(name).text(.shell).text, kind: .qemu)
  }

  private func profile(_ name: String, isThere: @escaping (String) -> Bool = { !$0.contains(".qcow2") }) throws
    -> Profile
  {
    let paths = ImportedPath(from: "/home/ann/vm", to: "/home/ann/vm/Profiles")
    let yaml = try imported(name).yaml(source: "\(name).sh", paths: paths, isThere: isThere)
    return try Profile(yaml: yaml, name: VMName(parsing: name), file: "\(name).yml")
  }

  @Test(
    "Memory, CPUs, board, accelerator, firmware, cards, addresses, forwards and disks come back",
    arguments: ["hardware", "web", "others"])
  func same(_ name: String) throws {
    let original = try ExportCase(name).machine(ShellExport.paths(for: ExportCase(name).profile()))
    let before = QEMUCommandLine(original.machine).argumentVector()
    let after = try profile(name)
    var paths = ShellExport.paths(for: after)
    paths.overlay = "disk.qcow2"
    let words = try QEMUCommandLine(ResolvedMachine(after, facts: facts(paths))).argumentVector()
    // The ends of cards that a profile has no words for are told of as lost.
    let told = try imported(name).losses.map(\.what).joined(separator: "\n")
    for word in before where !words.contains(word) {
      let isOther =
        word.contains("\"seed") || word.contains("seed.iso") || word.hasPrefix("cidata")
        || name == "others" && word.contains("\"net1\"") && told.contains("\"id\":\"net1\"")
        || word == "usb-ehci" && told.contains(word)
      #expect(isOther, "'\(word)' is not in \(words)")
    }
    #expect(after.smp == original.profile.smp && after.memory == original.profile.memory)
    #expect(after.disk == original.profile.disk)
  }

  @Test func `A card of every kind comes back, or is told of`() throws {
    let (before, after) = (try ExportCase("networks").profile(), try profile("networks"))
    #expect(after.nics.count == before.nics.count)
    for (old, new) in zip(before.nics, after.nics) {
      #expect(new == old)
    }
    let others = try profile("others")
    #expect(
      others.nics.map(\.mac)
        == (try ExportCase("others").profile().nics).indices.map { MACAddress("52:54:00:00:00:0\($0 + 1)") })
    #expect(try imported("others").losses.contains { $0.what.contains("net1") && $0.why.contains("no cable") })
  }

  @Test func `Disks that the script makes are made by vmrun, with their sizes and names`() throws {
    let profile = try profile("hardware")
    #expect(profile.disk == ByteSize(bytes: 8 << 30))
    #expect(profile.disks == (try ExportCase("hardware").profile().disks))
    #expect(profile.cdrom?.description == "/srv/iso/install it's.iso" && profile.boot == .cdrom)
    #expect(try self.profile("web").image == .path("/srv/it's $HOME, <images>/disk.img"))
  }

  @Test func `Disks that the script has made already are taken, for what is on them`() throws {
    let profile = try profile("hardware") { _ in true }
    #expect(profile.image == .path("../hardware/disk.qcow2"))
    #expect(
      profile.disks.first?.source
        == .file(try HostPath(parsing: "../hardware/disk-data.qcow2"), format: .qcow2, isReadOnly: false))
  }

  @Test func `What the script tells cloud-init is named as lost, and nothing that vmrun does anyhow is`() throws {
    let losses = try imported("web").losses.filter { $0.kind == .lost }
    #expect(losses.contains { $0.what == "web/seed.iso" && $0.why.contains("cloud_init") })
    #expect(
      !losses.contains { ["sandbox", "root-port", "rng", "la57", "nodefaults"].contains(where: $0.what.contains) })
    #expect(try imported("web").own.contains { $0.contains("pcie-root-port") })
  }
}
