import Glibc
import JSON
import QEMU
import Testing
import VMProfile

/// One QEMU at a time, on TCG, frozen before the guest's first instruction.
@Suite("What QEMU itself makes of the command lines", .serialized)
struct StartTests {
  private static let noX86: Comment = "qemu-system-x86_64 is not installed"
  private static let noArm: Comment = "qemu-system-aarch64 is not installed"

  @Test(
    "QEMU starts from the command line, without a warning",
    .enabled(if: RealQEMU.x86Capabilities != nil, noX86), arguments: cases(.x86_64, RealQEMU.x86Capabilities))
  func starts(_ golden: GoldenCase) throws { try start(golden, RealQEMU.x86Capabilities) }

  /// Integration tests start these, with what they need.
  @Test func `only what needs more of the host than QEMU is left out`() {
    let reasons = Set(GoldenCase.all.compactMap(\.needsHost))
    #expect(reasons == ["it needs a TAP", "it needs passt", "it needs a switch", "it needs virtiofsd"])
  }

  @Test(
    "qemu-system-aarch64 starts from the command line, without a warning",
    .enabled(if: RealQEMU.armCapabilities != nil, noArm), arguments: cases(.aarch64, RealQEMU.armCapabilities))
  func startsArm(_ golden: GoldenCase) throws { try start(golden, RealQEMU.armCapabilities) }

  @Test("Sockets that were bound beforehand are served", .enabled(if: RealQEMU.x86Capabilities != nil, noX86))
  func descriptors() throws {
    let golden = GoldenCase(name: "nic-none")
    try withMachine(golden, RealQEMU.x86Capabilities) { command, machine, folder in
      let paths = ["console": machine.paths.console, "qmp0": machine.paths.monitors[0]]
      let sockets = try paths.mapValues { path in try UnixSocket(listeningOn: path) }
      let child = try ChildProcess(
        [command.program, "-S"] + command.argumentVector(descriptors: ["console": 20, "qmp0": 21]),
        log: "\(folder)/log",
        descriptors: [20: sockets["console"]!.descriptor, 21: sockets["qmp0"]!.descriptor])
      try talk(child, machine, folder)
    }
  }

  /// The profiles that this QEMU can run here: the board's architecture is its own, and it has the cards.
  private static func cases(_ arch: Architecture, _ capabilities: QEMUCapabilities?) -> [GoldenCase] {
    guard let capabilities else { return [] }
    return GoldenCase.all.filter { golden in
      guard let profile = try? golden.profile(), profile.accelerator != .kvm, golden.needsHost == nil else {
        return false
      }
      let guest = profile.arch ?? Architecture(rawValue: golden.value("host", default: "x86_64"))
      let models = Set(capabilities.nicModels.flatMap { [$0.name, $0.alias ?? $0.name] } + ["virtio"])
      let displays = Set(capabilities.displays + ["none", "vnc"])
      return guest == arch && profile.nics.allSatisfy { models.contains($0.model) }
        && displays.contains(profile.display.rawValue)
    }
  }

  private func start(_ golden: GoldenCase, _ capabilities: QEMUCapabilities?) throws {
    try withMachine(golden, capabilities) { command, machine, folder in
      let child = try ChildProcess([command.program, "-S"] + command.argumentVector(), log: "\(folder)/log")
      try talk(child, machine, folder)
    }
  }

  /// Makes the files of a machine and its command line under TCG.
  private func withMachine(
    _ golden: GoldenCase, _ capabilities: QEMUCapabilities?,
    _ body: (QEMUCommandLine, ResolvedMachine, String) throws -> Void
  ) throws {
    try TemporaryFolder.with { folder in
      let home = golden.words.contains("commas") ? "\(folder)/a,b,,c 'd\" $e" : "\(folder)/h"
      for path in [home, "\(home)/state", "\(home)/run"] { try #require(mkdir(path, 0o700) == 0) }
      var facts = try golden.facts()
      facts.paths = golden.paths(home)
      facts.qemu = try #require(capabilities)
      if golden.words.contains("no-stream") { facts.qemu.netdevs.removeAll { $0 == "stream" || $0 == "dgram" } }
      facts.qemu.hasSandbox = facts.qemu.hasSandbox && !golden.words.contains("no-sandbox")
      facts.accelerator = .tcg(reason: "the test wants it")
      if facts.image.kernel != nil {
        facts.image.kernel = "\(home)/state/kernel"
        facts.image.initrd = "\(home)/state/initrd"
        try #require(Fixture.write(Self.kernel, to: "\(home)/state/kernel"))
        try #require(Fixture.write("no files", to: "\(home)/state/initrd"))
      }
      // The ports on record may be taken on this machine.
      facts.freePorts = UnixSocket.freePorts(10)
      var profile = try golden.profile()
      for index in profile.nics.indices {
        var forwards = profile.nics[index].attachment.forwards
        for position in forwards.indices { forwards[position].hostPort = 0 }
        profile.nics[index].attachment.forwards = forwards
      }
      facts.qemuPath = try #require(RealQEMU.path(profile.arch ?? facts.architecture))
      try #require(Fixture.write(String(repeating: "\0", count: 1 << 16), to: "\(home)/state/seed.iso"))
      try #require(Fixture.write("{\"execute\":\"qmp_capabilities\"}\n", to: "\(facts.paths.journal).in"))
      try #require(Fixture.write("", to: "\(facts.paths.journal).out"))
      try makeDisk("\(home)/state/disk.qcow2", "8M", in: folder)
      try makeHardware(&profile, &facts, "\(home)/state")
      let machine = try ResolvedMachine(profile, facts: facts)
      try body(QEMUCommandLine(machine), machine, folder)
    }
  }

  private func makeDisk(_ path: String, _ size: String, in folder: String, format: String = "qcow2") throws {
    _ = try ChildProcess.output(["qemu-img", "create", "-q", "-f", format, path, size], in: folder)
  }

  /// The files that a profile names, and those of its firmware.
  private func makeHardware(_ profile: inout Profile, _ facts: inout HostFacts, _ state: String) throws {
    if !facts.firmwares.isEmpty {
      let arch = profile.arch ?? facts.architecture
      for folder in ["OVMF", "AAVMF"] { try #require(mkdir("\(state)/\(folder)", 0o700) == 0) }
      facts.firmwares = GoldenCase.firmwares(arch, state)
      // Flash memory has a fixed size on Arm, and a whole number of blocks on a PC.
      let (code, variables) = arch == .aarch64 ? ("64M", "64M") : ("2M", "128K")
      try makeDisk(facts.firmwares[0].code.path, code, in: state, format: "raw")
      try makeDisk(try #require(facts.paths.variables), variables, in: state)
    }
    func file(_ name: String) throws -> HostPath { try HostPath(parsing: "\(state)/\(name)") }
    if profile.kernel != nil {
      profile.kernel = try file("own-kernel")
      try #require(Fixture.write(Self.kernel, to: "\(state)/own-kernel"))
    }
    if profile.initrd != nil {
      profile.initrd = try file("own-initrd")
      try #require(Fixture.write("no files", to: "\(state)/own-initrd"))
    }
    if profile.cdrom != nil {
      profile.cdrom = try file("cd.iso")
      try makeDisk("\(state)/cd.iso", "1M", in: state, format: "raw")
    }
    for (index, disk) in profile.disks.enumerated() {
      switch disk.source {
      case .made:
        let path = "\(state)/disk-\(disk.name).qcow2"
        facts.paths.disks[disk.name] = path
        try makeDisk(path, "8M", in: state)
      case .file(_, let format, let isReadOnly):
        let path = try file("own-\(disk.name)")
        profile.disks[index].source = .file(path, format: format, isReadOnly: isReadOnly)
        try makeDisk(path.description, "8M", in: state, format: (format ?? .qcow2).rawValue)
      }
    }
    for index in profile.shares.indices {
      profile.shares[index].path = try file("share\(index)")
      try #require(mkdir(profile.shares[index].path.description, 0o700) == 0)
    }
  }

  /// As much of a kernel as QEMU reads before it starts one: the header of the x86 boot protocol 2.12, with
  /// the number of its sectors, its signature and version, where it is loaded, and where an initrd may end.
  private static let kernel: String = {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    bytes.replaceSubrange(0x1f1..<0x1f2, with: [4])
    bytes.replaceSubrange(0x202..<0x208, with: Array("HdrS".utf8) + [0x0c, 0x02])
    bytes[0x211] = 1
    bytes.replaceSubrange(0x22c..<0x230, with: [0x7f, 0x7f, 0x7f, 0x7f])
    return String(decoding: bytes, as: UTF8.self)
  }()

  private func talk(_ child: ChildProcess, _ machine: ResolvedMachine, _ folder: String) throws {
    defer { _ = child.wait(seconds: 10) }
    do {
      let monitor = try UnixSocket(connectingTo: machine.paths.monitors[0], seconds: 20)
      let greeting = try monitor.message()
      #expect(greeting["QMP"] != nil)
      _ = try monitor.execute("qmp_capabilities")
      let state = try monitor.execute("query-status")["return"]?["status"]?.stringValue
      #expect(state == "prelaunch")
      _ = try monitor.execute("quit")
    }
    #expect(child.wait(seconds: 20) == 0)
    let said = (Fixture.text("\(folder)/log") ?? "").split(separator: "\n").filter { line in
      // Named models have features that TCG lacks, and QEMU says so.
      !line.contains("TCG doesn't support requested feature")
    }
    #expect(said == [])
    #expect((Fixture.text("\(machine.paths.journal).out") ?? "").contains("SHUTDOWN"))
  }
}
