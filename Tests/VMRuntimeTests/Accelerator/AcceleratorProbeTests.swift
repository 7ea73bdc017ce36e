import Glibc
import QEMU
import Testing
import VMProfile

@testable import VMRuntime

@Suite struct AcceleratorProbeTests {
  private func reason(_ environment: ProbeEnvironment) -> String? {
    guard case .tcg(let reason) = AcceleratorProbe(environment: environment).verdict() else { return nil }
    return reason
  }

  @Test func `A guest that runs as fast as on hardware means KVM`() {
    #expect(AcceleratorProbe(environment: .healthy).verdict() == .kvm)
  }

  @Test func `Without vmx and svm the reason is the CPU, and the cloud is named`() {
    var environment = ProbeEnvironment.failing(ENOENT)
    environment.cpuInfo = { "processor\t: 0\nflags\t\t: fpu vme nosvmx lm\n" }
    #expect(
      reason(environment) == "/dev/kvm does not exist: the CPU offers no virtualization (neither vmx nor svm in "
        + "/proc/cpuinfo); a cloud VM needs nested virtualization for KVM")
  }

  @Test(arguments: [("vmx", "kvm_intel"), ("svm", "kvm_amd")])
  func `With the CPU's flag there, the kernel module is missing`(flag: String, module: String) {
    var environment = ProbeEnvironment.failing(ENOENT)
    environment.cpuInfo = { "flags\t\t: fpu \(flag) lm\n" }
    #expect(
      reason(environment) == "/dev/kvm does not exist, though the CPU has \(flag): load the kernel module with "
        + "`sudo modprobe \(module)`, or enable virtualization in the firmware")
  }

  @Test func `A container without the device is told to pass it`() {
    var environment = ProbeEnvironment.failing(ENOENT)
    environment.kernelHasKVM = { true }
    #expect(
      reason(environment) == "/dev/kvm does not exist, though the kernel has KVM: a container needs the device "
        + "passed to it, as with `--device /dev/kvm`")
  }

  @Test func `An Arm host without the device is not asked for flags of x86`() {
    var environment = ProbeEnvironment.failing(ENOENT)
    environment.architecture = .aarch64
    #expect(
      reason(environment) == "/dev/kvm does not exist: this kernel has no KVM, or the firmware did not start it "
        + "in the mode that KVM needs")
  }

  @Test func `A device without its driver names the modules`() {
    #expect(
      reason(.failing(ENXIO)) == "/dev/kvm exists, but no driver is behind it: load the kernel module with "
        + "`sudo modprobe kvm_intel` or `sudo modprobe kvm_amd`")
  }

  @Test func `Any other failure to open is told in the system's words`() {
    #expect(reason(.failing(EMFILE)) == "/dev/kvm cannot be opened: Too many open files")
  }

  @Test func `A missing path and a plain file are told apart on a real file system`() {
    let directory = ScratchDirectory()
    var environment = ProbeEnvironment.host
    environment.device = directory.path + "/kvm"
    environment.cpuInfo = { nil }
    environment.kernelHasKVM = { false }
    environment.architecture = .x86_64
    #expect(reason(environment)?.hasPrefix("\(directory.path)/kvm does not exist: the CPU offers no") == true)

    environment.device = directory.write("plain", "not a device")
    #expect(
      reason(environment) == "\(directory.path)/plain is not a KVM device: remove it, and reload the kernel module")
  }

  @Test(.enabled(if: KVMTrial.isSupported, "the trial has no guest for this architecture"))
  func `Another device than KVM is found out by its answer`() {
    var environment = ProbeEnvironment.host
    environment.device = "/dev/null"
    #expect(reason(environment) == "/dev/null is not a KVM device: remove it, and reload the kernel module")
  }

  @Test func `An emulating KVM is told with the speed that was measured`() {
    #expect(
      reason(.measuring(.slow(instructionsPerSecond: 1_123_456))) == "KVM only emulates here: 1.1 million "
        + "instructions a second, where hardware does a billion, so QEMU's TCG is faster and safer")
  }

  @Test(arguments: [
    (
      KVMTrial.Outcome.refused(.createVM, EBUSY),
      "KVM is busy: another hypervisor, such as VirtualBox or VMware, holds the CPU's virtualization; "
        + "stop its machines first"
    ),
    (.wrongVersion(11), "KVM speaks version 11 of its interface, and vmrun and QEMU need version 12"),
    (.stopped(exitReason: 17), "KVM opens, but cannot run a guest here: 64-bit code stopped with KVM's exit reason 17"),
    (.wrongResult, "KVM computes wrongly here: a test guest came to another result than the CPU"),
    (
      .refused(.createCPU, ENOMEM),
      "KVM opens, but cannot run a guest here: KVM_CREATE_VCPU failed: Cannot allocate memory"
    ),
    (.unfinished, "KVM did not finish a test guest in time: it hangs, or this host is too busy to tell"),
    (.refused(.start, EAGAIN), "KVM could not be tried: Resource temporarily unavailable"),
    (.refused(.start, 0), "the process that tried KVM was ended from outside"),
  ])
  func `Every outcome of the trial has its words`(outcome: KVMTrial.Outcome, words: String) {
    #expect(reason(.measuring(outcome)) == words)
  }
}
