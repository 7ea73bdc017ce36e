import JSON
import ProfileExchange
import QEMU
import Testing
import VMProfile

@Suite("A QEMU command line, imported and compiled")
struct CommandLineImportTests {
  private func devices(_ words: String) throws -> [String] {
    let imported = try ImportedProfile(commandLine: words.split(separator: " ").map(String.init))
    let yaml = imported.yaml(source: "x", paths: ImportedPath(from: "/a", to: "/a")) { _ in true }
    let profile = try Profile(yaml: yaml, name: #require(VMName("x")), file: "x.yml")
    let facts = HostFacts(
      architecture: .x86_64, qemuPath: "/usr/bin/qemu-system-x86_64",
      qemu: QEMUCapabilities(version: .minimum, hasSandbox: true), accelerator: .kvm, image: GuestImage(),
      paths: MachinePaths(
        overlay: "/d", seed: nil, monitors: [], console: "/c", consoleLog: "/l", journal: "/j", vnc: "/v"),
      identity: HostIdentity(machineID: "a", userID: 0, project: "p"), freePorts: [])
    let compiled = try QEMUCommandLine(ResolvedMachine(profile, facts: facts)).argumentVector()
    return compiled.filter {
      $0.contains("netdev") || $0.contains("hostfwd") || $0.contains("size=") || $0.contains("cpus=")
    }
  }

  @Test func `Cards, forwards, memory and CPUs come out as they went in`() throws {
    let words = try devices(
      "qemu-system-x86_64 -m 768 -smp 3 -hda d.qcow2 -netdev user,id=a,hostfwd=tcp:127.0.0.1:2222-:22 -device "
        + "e1000,netdev=a,mac=52:54:00:00:00:01 -nic socket,listen=127.0.0.1:4000,mac=52:54:00:00:00:02,model=rtl8139")
    #expect(words.contains("size=768M"))
    #expect(words.contains("cpus=3"))
    #expect(words.contains { $0.contains("tcp:127.0.0.1:2222-:22") })
    #expect(words.contains { $0.contains("\"e1000\"") && $0.contains("52:54:00:00:00:01") })
    #expect(words.contains { $0.contains("\"rtl8139\"") && $0.contains("52:54:00:00:00:02") })
  }

  @Test func `No option about networks means QEMU's own card, and -nodefaults none`() throws {
    #expect(try devices("qemu-system-x86_64 -m 64 -hda d").contains { $0.contains("\"e1000\"") })
    #expect(try devices("qemu-system-x86_64 -M q35 -m 64 -hda d").contains { $0.contains("\"e1000e\"") })
    #expect(try !devices("qemu-system-x86_64 -m 64 -hda d -nodefaults").contains { $0.contains("netdev") })
    #expect(try !devices("qemu-system-x86_64 -m 64 -hda d -nic none").contains { $0.contains("netdev") })
  }
}
