import Glibc
import JSON
import QEMU
import Synchronization
import Testing

@testable import VMRuntime

@Suite struct AcceleratorCacheTests {
  private let scratch = ScratchDirectory()

  /// Counts how often a guest was run.
  private final class Meter: Sendable {
    let runs = Atomic(0)

    func environment(_ finding: AcceleratorFinding) -> ProbeEnvironment {
      var environment = ProbeEnvironment.healthy
      environment.measure = { _ in
        self.runs.add(1, ordering: .relaxed)
        return finding
      }
      return environment
    }

    var count: Int { runs.load(ordering: .relaxed) }
  }

  private func verdict(_ environment: ProbeEnvironment, boot: String? = "boot-1\n") -> AcceleratorVerdict {
    AcceleratorCache(directory: scratch.path, bootID: boot).verdict(of: AcceleratorProbe(environment: environment))
  }

  @Test(arguments: [AcceleratorFinding.works, .trial(.slow(instructionsPerSecond: 1e6)), .trial(.wrongResult)])
  func `A measured verdict is measured once a boot`(finding: AcceleratorFinding) {
    let meter = Meter()
    let first = verdict(meter.environment(finding))
    #expect(verdict(meter.environment(finding)) == first)
    #expect(first == finding.verdict(device: "/dev/kvm"))
    #expect(meter.count == 1)
    _ = verdict(meter.environment(finding), boot: "boot-2")
    #expect(meter.count == 2)
  }

  @Test(arguments: [KVMTrial.Outcome.unfinished, .refused(.createVM, EBUSY), .refused(.start, EAGAIN)])
  func `What may pass by itself is not kept`(outcome: KVMTrial.Outcome) {
    let meter = Meter()
    for _ in 0..<2 { _ = verdict(meter.environment(.trial(outcome))) }
    #expect(meter.count == 2)
    #expect(scratch.names == [])
  }

  @Test(arguments: [ENOENT, EACCES, ENXIO])
  func `What the user can put right is looked at each time, even where KVM was measured before`(error: Int32) {
    #expect(verdict(.healthy) == .kvm)
    #expect(verdict(.failing(error)) != .kvm)
    #expect(verdict(.healthy) == .kvm)
    #expect(scratch.names == ["accelerator.json"])
  }

  @Test func `A device node that changed is measured again`() {
    let meter = Meter()
    var environment = meter.environment(.works)
    _ = verdict(environment)
    environment.status = { _ in
      var status = DeviceStatus(mode: 0o660, groupID: 104)
      status.changed = 1
      return status
    }
    _ = verdict(environment)
    #expect(meter.count == 2)
  }

  @Test(arguments: ["", "{", "[]", "{\"for\":{}}", "\u{FFFD}"])
  func `A file that is no verdict is measured over and replaced`(text: String) {
    _ = scratch.write("accelerator.json", text)
    let meter = Meter()
    for _ in 0..<2 { #expect(verdict(meter.environment(.works)) == .kvm) }
    #expect(meter.count == 1)
    #expect(scratch.names == ["accelerator.json"])
  }

  @Test func `The file is readable for its owner only, and no temporary file stays`() throws {
    _ = verdict(.healthy)
    #expect(scratch.names == ["accelerator.json"])
    #expect(try #require(fileMode(scratch.path + "/accelerator.json")) == 0o600)
  }

  @Test func `A directory that is missing is made, and one that can't be made does no harm`() throws {
    let directory = scratch.path + "/cache/vmrun"
    defer { for path in ["/cache/vmrun/accelerator.json", "/cache/vmrun", "/cache"] { remove(scratch.path + path) } }
    let probe = AcceleratorProbe(environment: .healthy)
    #expect(AcceleratorCache(directory: directory, bootID: "1").verdict(of: probe) == .kvm)
    #expect(try #require(fileMode(directory)) == 0o700)
    #expect(AcceleratorCache(directory: "/dev/null/x/y", bootID: "1").verdict(of: probe) == .kvm)
  }

  @Test func `Without a boot id nothing is kept`() {
    #expect(verdict(.healthy, boot: nil) == .kvm)
    #expect(scratch.names == [])
  }

  @Test func `A known verdict takes less than a millisecond`() {
    let clock = ContinuousClock()
    let cache = AcceleratorCache(directory: scratch.path)
    _ = cache.verdict(of: AcceleratorProbe(environment: .healthy))
    let inTime = (0..<20).contains { _ in
      clock.measure { _ = cache.verdict(of: AcceleratorProbe(environment: .healthy)) } < .milliseconds(1)
    }
    #expect(inTime)
  }

  private func fileMode(_ path: String) -> UInt32? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }
}
