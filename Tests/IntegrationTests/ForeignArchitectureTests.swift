import Testing

/// A guest whose processor the host does not have.
@Suite(
  .enabled(
    if: TestHost.canRunMachines && TestHost.has("qemu-system-aarch64"), "qemu-system-aarch64 is not installed"))
struct ForeignArchitectureTests {
  @Test func `tiny is built for aarch64 from Debian's packages, and boots on the board virt`() async throws {
    try await TestHost.prepareForeignImage()
    try await Sandbox.with { box in
      try box.tinyProfile("arm", "arch: aarch64\n")
      try await box.must("start", "arm")
      try await box.must("wait", "arm", "--timeout", "200", timeout: .seconds(220))
      let answer = try await box.guest("arm", "uname -m; cat /proc/cmdline; ls /sys/class/net")
      #expect(
        answer.contains("aarch64\n") && answer.contains("console=ttyAMA0") && answer.contains("eth0"), "\(answer)")
      let command = try await box.must("command", "arm").output
      #expect(command.contains("qemu-system-aarch64") && command.contains("-machine virt"))
      // By the power button, which is a GPIO key here.
      #expect(try await box.must("stop", "arm").error == "arm: the guest shut down\n")
    }
  }
}
