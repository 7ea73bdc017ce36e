import GLib
import Glibc
import QEMU
import Testing

@testable import VMRuntime

/// What the probe says of the machine that runs the tests. Serialized, because the time counts.
@Suite(.serialized) struct AcceleratorOnThisHostTests {
  private static let canOpen = access("/dev/kvm", R_OK | W_OK) == 0

  private static var hasHardware: Bool {
    #if arch(x86_64)
      let flag = DurableFile.text("/proc/cpuinfo").flatMap(AcceleratorProbe.virtualizationFlag)
      let modules = ["/sys/module/kvm_intel", "/sys/module/kvm_amd"]
      return flag != nil && modules.contains { access($0, F_OK) == 0 }
    #else
      return true
    #endif
  }

  @Test(.enabled(if: canOpen, "/dev/kvm is missing or may not be opened"))
  func `KVM is chosen where CPU and kernel have it, and only there`() {
    let verdict = AcceleratorProbe().verdict()
    if Self.hasHardware {
      #expect(verdict == .kvm)
    } else {
      #expect(verdict != .kvm)
    }
  }

  @Test func `The verdict is there within 50 ms`() {
    let clock = ContinuousClock()
    // A machine busy with other tests takes longer now and then; one run in twenty has to be undisturbed.
    let inTime = (0..<20).contains { _ in
      clock.measure { _ = AcceleratorProbe().verdict() } < .milliseconds(50)
    }
    #expect(inTime)
  }

  @Test(.enabled(if: canOpen, "/dev/kvm is missing or may not be opened"))
  func `The trial leaves no process behind`() throws {
    let before = try #require(children())
    for _ in 0..<3 { _ = AcceleratorProbe().verdict() }
    #expect(children()?.subtracting(before).filter { isTrial($0) } == [])
  }

  private func children() -> Set<String>? {
    DurableFile.text("/proc/self/task/\(getpid())/children").map { Set($0.split(separator: " ").map(String.init)) }
  }

  /// Other tests start processes at the same time; a trial's child still has this program's image.
  private func isTrial(_ process: String) -> Bool {
    DurableFile.text("/proc/\(process)/comm") == DurableFile.text("/proc/self/comm")
  }
}
