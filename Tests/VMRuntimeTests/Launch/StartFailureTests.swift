import Testing

@testable import VMRuntime

@Suite("QEMU's last words")
struct StartFailureTests {
  @Test func `are shown as they are, with the remedy where it is known`() {
    let line = #"qemu-system-x86_64: -device virtio-blk-pci: Failed to get "write" lock"#
    let error = StartFailure.explain([line, "Is another process using the image [/d.qcow2]?"], log: "/log")
    #expect(
      error.message
        == "QEMU ended at start and said: \(line): another QEMU uses this disk: "
        + "end the one that was started by hand, or wait for a backup to finish")
    #expect(error.kind == .failed)
  }

  @Test func `of an unknown kind are passed on alone`() {
    let error = StartFailure.explain(["qemu-system-x86_64: something new"], log: "/log")
    #expect(error == RuntimeError(.failed, "QEMU ended at start and said: qemu-system-x86_64: something new"))
  }

  @Test func `are not its warnings when there are errors`() {
    let error = StartFailure.explain(["qemu: bad device", "qemu: warning: slow"], log: "/log")
    #expect(error.message == "QEMU ended at start and said: qemu: bad device")
  }

  @Test func `may be missing`() {
    let error = StartFailure.explain([], log: "/log")
    #expect(error.message == "QEMU ended at start without a message (its log /log is empty): was it killed?")
  }

  @Test func `about a lost port are told apart, for another try`() {
    let text = "qemu-system-x86_64: -netdev {...}: Could not set up host forwarding rule 'tcp:127.0.0.1:80-:80'"
    #expect(StartFailure.explain([text], log: "/log").isPortTaken)
    #expect(!StartFailure.explain(["qemu: no"], log: "/log").isPortTaken)
  }
}
