import Foundation
import Testing

/// Disks beside a machine's own, without a guest: what QEMU writes to them.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct DiskTests {
  private func io(_ box: Sandbox, _ file: String, _ command: String, format: String = "qcow2") async throws -> String {
    let result = try await box.shell("qemu-io -U -r -f \(format) -c '\(command)' '\(file)'")
    return result.output + result.error
  }

  private func device(_ disk: String) -> String { "/machine/peripheral/\(disk)-dev/virtio-backend" }

  /// Has QEMU use one of its disks, as a guest would. What becomes of it stands in QEMU's log.
  private func use(_ box: Sandbox, _ disk: String, _ command: String) async throws -> String {
    let log = box.instance("idle") + "/qemu.log"
    let before = box.read(log)?.count ?? 0
    let device = "/machine/peripheral/\(disk)-dev/virtio-backend"
    let said = try await box.must("monitor", "idle", "-c", "hmp qemu-io -d \(device) \"\(command)\"").output
    return said + String((box.read(log) ?? "").dropFirst(before))
  }

  private func write(_ box: Sandbox, _ disk: String, _ pattern: Int) async throws {
    let said = try await use(box, disk, "write -P \(pattern) 0 64k")
    #expect(said.contains("wrote 65536/65536"), "\(said)")
    _ = try await use(box, disk, "flush")
  }

  @Test func `disks are made, written to, kept and deleted with the machine, and files stay`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let created = try await box.shell(
        "qemu-img create -q -f qcow2 Profiles/work.qcow2 8M && qemu-img create -q -f raw Profiles/old.img 4M")
      try #require(created.status == 0)
      let more = """
        disks:
          - {name: data, size: 1G}
          - {name: work, file: work.qcow2}
          - {name: old, file: ./old.img, format: raw, readonly: true}
        qemu_arguments: [-device, qemu-xhci, -rtc, base=2020-01-01]

        """
      try box.idleProfile("idle", more)
      let folder = box.instance("idle")
      let (data, work) = ("\(folder)/disk-data.qcow2", "\(box.project)/Profiles/work.qcow2")
      try await box.must("start", "idle")
      let disks = try await box.status("idle")["disks"] as? [[String: Any]] ?? []
      #expect(disks.map { $0["name"] as? String } == [nil, "data", "work", "old"])
      #expect(disks.map { $0["size"] as? Int } == [1 << 20, 1 << 30, 8 << 20, 4 << 20])
      #expect(disks.map { $0["readonly"] as? Bool } == [false, false, false, true])
      #expect(disks.map { $0["file"] as? String }[1...2] == [data, work])
      let shown = try await box.must("status", "idle").output
      #expect(shown.contains("disk old") && shown.contains("/old.img, 4M, only read"), "\(shown)")
      let command = try await box.must("command", "idle").output
      #expect(command.hasSuffix("-device qemu-xhci \\\n  -rtc base=2020-01-01\n"), "\(command)")
      try await write(box, "disk1", 1)
      try await write(box, "disk2", 2)
      let refused = try await use(box, "disk3", "write -P 3 0 64k")
      #expect(refused.contains("ead-only") && !refused.contains("wrote"), "\(refused)")
      try await box.must("kill", "idle")

      // An ephemeral run reads what was written, and what it writes is gone.
      try await box.must("start", "idle")
      let late = try await box.must("start", "idle", "--ephemeral")
      #expect(late.error.contains("idle: this run keeps what the guest writes: it was started without"), "\(late)")
      try await box.must("kill", "idle")
      try await box.must("start", "idle", "--ephemeral")
      let again = try await box.must("start", "idle", "--ephemeral")
      #expect(!again.error.contains("keeps what the guest writes"), "\(again)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.filter { $0.hasPrefix("ephemeral") } == [])
      let read = try await use(box, "disk1", "read -P 1 0 64k")
      #expect(read.contains("read 65536/65536") && !read.contains("failed"), "\(read)")
      try await write(box, "disk1", 9)
      try await write(box, "disk2", 9)
      try await box.must("kill", "idle")
      for (file, pattern) in [(data, 1), (work, 2)] {
        let said = try await io(box, file, "read -P \(pattern) 0 64k")
        #expect(said.contains("read 65536/65536") && !said.contains("failed"), "\(file): \(said)")
      }

      // It grows with the profile, and never shrinks.
      try box.idleProfile("idle", "disks: [{name: data, size: 2G}]\n")
      try await box.must("start", "idle")
      #expect((try await box.status("idle")["disks"] as? [[String: Any]])?.last?["size"] as? Int == 2 << 30)
      try await box.must("kill", "idle")
      try box.idleProfile("idle", "disks: [{name: data, size: 512M}]\n")
      let smaller = try await box.vmrun("start", "idle")
      #expect(smaller.status == 78)
      #expect(smaller.error.contains("a disk only grows"), "\(smaller)")
      try await box.must("delete", "idle", "--yes")
      #expect(!box.exists(data) && box.exists(work))
    }
  }

  @Test func `files that lead elsewhere are refused, and nothing starts`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.write("top secret, and long enough\n", "p/secret")
      let created = try await box.shell(
        """
        cd Profiles && truncate -s 1M ../base.img && ln -s ../secret link.iso && ln -s .. up &&
        qemu-img create -q -f qcow2 -b ../base.img -F raw over.qcow2 &&
        qemu-img create -q -f qcow2 -o data_file=../data.img outside.qcow2 1M
        """)
      try #require(created.status == 0, "\(created)")
      func refusal(_ more: String) async throws -> CommandResult {
        try box.idleProfile("idle", more)
        let result = try await box.vmrun("start", "idle")
        #expect(box.machines("idle").isEmpty)
        return result
      }
      let over = try await refusal("disks: [{name: a, file: ./over.qcow2}]\n")
      #expect(over.status == 1)
      #expect(over.error.contains("Profiles/idle.yml:3:25: cannot use the image"), "\(over)")
      #expect(over.error.contains("it stands on another image, ../base.img"), "\(over)")
      let outside = try await refusal("disks: [{name: a, file: ./outside.qcow2}]\n")
      #expect(outside.error.contains("its data are in another file"), "\(outside)")
      let raw = try await refusal("disks: [{name: a, file: ./empty.img}]\n")
      #expect(raw.error.contains("it is no qcow2; if it is a raw disk, write `format: raw`"), "\(raw)")
      let link = try await refusal("cdrom: ./link.iso\n")
      #expect(link.status == 78)
      #expect(link.error.contains("a link leads from there to \(box.project)/secret, out of"), "\(link)")
      #expect(try await refusal("shares: [{path: ./up, tag: up}]\n").status == 78)
      let missing = try await refusal("cdrom: ./missing.iso\n")
      #expect(missing.status == 69)
      #expect(missing.error.contains("there is no \(box.project)/Profiles/missing.iso"), "\(missing)")
    }
  }

  @Test func `a start with nothing to make runs no qemu-img`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("idle", "disks: [{name: data, size: 1G}]\n")
      try await box.must("start", "idle")
      try await box.must("kill", "idle")
      try box.tool("qemu-img", "echo called >> \(box.root)/called; exec /usr/bin/qemu-img \"$@\"")
      try await box.must("start", "idle", env: ["PATH": "\(box.root)/bin:\(TestHost.searchPath)"])
      #expect(!box.exists("\(box.root)/called"))
    }
  }
}
