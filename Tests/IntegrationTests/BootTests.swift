import Foundation
import Testing

/// What machines start from. Half a kilobyte stands for an operating system: it says where it came from.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct BootTests {
  /// A CD that boots (El Torito, without emulation).
  private func makeCD(_ box: Sandbox, _ path: String, saying text: String) async throws {
    let folder = "\(box.root)/cd"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try BootSector.saying(text).write(to: URL(filePath: "\(folder)/boot.bin"))
    let result = try await box.shell(
      "xorrisofs -quiet -o '\(path)' -volid TESTCD -b boot.bin -no-emul-boot -boot-load-size 1 '\(folder)'")
    try #require(result.status == 0, "\(result)")
  }

  private func console(_ box: Sandbox, _ name: String) -> String { box.read(box.instance(name) + "/console.log") ?? "" }

  private func start(_ box: Sandbox, _ name: String, says text: String) async throws {
    try await box.must("start", name)
    try await box.wait("'\(text)' on the console", timeout: .seconds(60)) { console(box, name).contains(text) }
  }

  @Test(arguments: ["q35", "pc"])
  func `an installer starts while the disk is empty, then the disk by its own boot loader`(board: String) async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await makeCD(box, "\(box.project)/Profiles/a.iso", saying: "this is the CD")
      let profile = "cdrom: a.iso\ndisk: 64M\nmemory: 64M\nmachine: \(board)\nnics: []\n"
      try box.profile("new", profile)
      try await start(box, "new", says: "this is the CD")
      let disk = box.instance("new") + "/disk.qcow2"
      let disks = try await box.status("new")["disks"] as? [[String: Any]]
      #expect(disks?.count == 1)
      #expect(disks?.first?["file"] as? String == disk)
      #expect(disks?.first?["backing"] is NSNull)
      #expect(disks?.first?["size"] as? Int == 64 << 20)
      try await box.must("kill", "new")

      // What an installer would do.
      try BootSector.saying("this is the disk").write(to: URL(filePath: "\(box.root)/sector"))
      let written = try await box.shell("qemu-io -f qcow2 -c 'write -s \(box.root)/sector 0 512' '\(disk)'")
      try #require(written.status == 0, "\(written)")
      try await start(box, "new", says: "this is the disk")
      #expect(!console(box, "new").contains("this is the CD"))
      try await box.must("kill", "new")

      try box.profile("new", profile + "boot: cdrom\n")
      try await start(box, "new", says: "this is the CD")
      #expect(!console(box, "new").contains("this is the disk"))
      try await box.must("kill", "new")

      // The image's place is free: the disk is not given up for one.
      try box.idleProfile("new")
      let refused = try await box.vmrun("start", "new")
      #expect(refused.status == 1)
      #expect(refused.error.contains("\(disk) is not a disk that vmrun made (it has no image below)"), "\(refused)")
    }
  }

  @Test func `a kernel of the profile's own gets its command line`() async throws {
    try await Sandbox.with { box in
      let found = try await box.shell(
        "cp -L '\(box.images)'/tiny/$(uname -m)/current/vmlinuz '\(box.images)'/tiny/$(uname -m)/current/initrd.img .")
      try #require(found.status == 0, "\(found)")
      try box.profile(
        "own",
        "kernel: ../vmlinuz\ninitrd: ../initrd.img\nappend: console=ttyS0 own.word=4711\nmemory: 256M\nnics: []\n")
      try await box.must("start", "own")
      // Without a disk its initrd finds no root, says so and powers off.
      try await box.wait("the guest's end", timeout: .seconds(120)) { try await box.state("own") == "stopped" }
      #expect(console(box, "own").contains("console=ttyS0 own.word=4711"))
      #expect(console(box, "own").contains("tiny: no disk with the label vmrun-root"))
      #expect((try await box.status("own")["disks"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func `UEFI does not start what it cannot, and says so`() async throws {
    try await Sandbox.with { box in
      let folder = "\(box.root)/config/qemu/firmware"
      for name in ["code", "vars"] { try box.write(String(repeating: "\0", count: 131072), "\(box.root)/\(name).fd") }
      try box.write(
        """
        {"interface-types": ["uefi"], "features": [],
         "mapping": {"device": "flash", "executable": {"filename": "\(box.root)/code.fd", "format": "raw"},
           "nvram-template": {"filename": "\(box.root)/vars.fd", "format": "raw"}},
         "targets": [{"architecture": "x86_64", "machines": ["pc-q35-*"]}]}
        """, "\(folder)/10-test.json")
      try box.tinyProfile("web", "firmware: uefi\nboot: kernel\n")
      let result = try await box.vmrun("start", "web")
      #expect(result.status == 78)
      #expect(
        result.error.contains("which is no EFI program: leave `firmware: uefi` out, or start from the disk"),
        "\(result)")

      // The store is made from the template, kept, and goes with the machine.
      try box.tinyProfile("web", "firmware: uefi\n")
      try await box.must("start", "web")
      let store = box.instance("web") + "/uefi-variables.qcow2"
      let made = try FileManager.default.attributesOfItem(atPath: store)[.systemFileNumber] as? Int
      #expect(made != nil)
      let command = try await box.must("command", "web").output
      #expect(command.contains("pflash0=uefi-code,pflash1=uefi-vars"))
      #expect(command.contains("\"filename\":\"\(box.root)/code.fd\""))
      try await box.must("kill", "web")
      try await box.must("start", "web")
      #expect(try FileManager.default.attributesOfItem(atPath: store)[.systemFileNumber] as? Int == made)
      try await box.must("kill", "web")
      try await box.must("start", "web", "--ephemeral")
      let files = try FileManager.default.contentsOfDirectory(atPath: box.instance("web"))
      #expect(files.filter { $0.hasPrefix("ephemeral") || $0.hasPrefix(".vmrun-new") } == [])
      try await box.must("delete", "web", "--force", "--yes")
      #expect(!box.exists(store))
    }
  }
}
