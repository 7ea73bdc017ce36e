import JSON
import QMP
import Testing

@testable import VMRuntime

@Suite("What a look at an instance tells")
struct InstanceLookTests {
  private let run = RunRecord(
    bootID: "b", started: 1, ephemeral: false, arch: "x86_64", machine: "q35", accelerator: "tcg",
    acceleratorReason: "", cpu: "max", smp: 1, memory: 1 << 29, qemuPath: "/q", qemuVersion: "7.2.0", sshUser: "root",
    nics: [], profileNICs: 0, chosenPorts: [], endedBy: nil)

  private func judge(
    _ events: [QMPEvent] = [], ready: Bool = true, alive: Bool = false, isThisBoot: Bool = true,
    endedBy: String? = nil, log: String? = nil
  ) -> (state: InstanceState, reason: String?) {
    var journal = EventJournal()
    if ready { journal.take(.success(id: .missing, [:])) }
    for event in events { journal.take(.event(event)) }
    var run = run
    run.endedBy = endedBy
    return InstanceLook.judge(run, alive: alive, isThisBoot: isThisBoot, journal: journal) { log }
  }

  private func shutdown(_ reason: String) -> QMPEvent { QMPEvent(name: "SHUTDOWN", data: ["reason": .string(reason)]) }

  @Test func `a machine that was never started is stopped without a reason`() {
    let look = InstanceLook.judge(nil, alive: false, isThisBoot: true, journal: EventJournal()) { nil }
    #expect(look == (.stopped, nil))
  }

  @Test func `a live QEMU that has not answered yet is starting`() {
    #expect(judge(ready: false, alive: true).state == .starting)
    #expect(judge(alive: true).state == .running)
    #expect(judge([QMPEvent(name: "STOP")], alive: true).state == .paused)
    #expect(judge([QMPEvent(name: "SUSPEND")], alive: true).state == .suspended)
  }

  @Test func `who ended it is said`() {
    #expect(judge([shutdown("guest-shutdown")]) == (.stopped, "the guest shut itself down"))
    #expect(
      judge([QMPEvent(name: "POWERDOWN"), shutdown("guest-shutdown")])
        == (.stopped, "the guest shut down when asked to"))
    #expect(judge([shutdown("host-qmp-quit")]) == (.stopped, "ended by 'quit' on its monitor"))
    #expect(
      judge([shutdown("host-signal")]) == (.stopped, "QEMU was ended by a signal (SIGTERM, SIGINT or SIGHUP)"))
    #expect(judge(endedBy: "`vmrun kill`") == (.stopped, "ended by `vmrun kill`"))
  }

  @Test func `an end without a word is a crash, with QEMU's last line`() {
    #expect(judge() == (.crashed, "QEMU was killed or failed, without a word in its log"))
    #expect(judge(log: "qemu: boom") == (.crashed, "QEMU was killed or failed: qemu: boom"))
    #expect(judge(ready: false, log: "qemu: no") == (.crashed, "QEMU failed at start: qemu: no"))
    #expect(judge([QMPEvent(name: "GUEST_PANICKED")]).state == .crashed)
  }

  @Test func `after a reboot of the host the machine is stopped, not crashed`() {
    #expect(judge(isThisBoot: false) == (.stopped, "the host was restarted while it ran"))
  }
}
