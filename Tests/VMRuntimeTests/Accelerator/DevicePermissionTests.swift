import Glibc
import QEMU
import Testing

@testable import VMRuntime

@Suite struct DevicePermissionTests {
  private func reason(_ environment: ProbeEnvironment) -> String? {
    guard case .tcg(let reason) = AcceleratorProbe(environment: environment).verdict() else { return nil }
    return reason
  }

  @Test func `A user outside the group is told how to join it`() {
    #expect(
      reason(.failing(EACCES)) == "/dev/kvm may not be opened: only its group 'kvm' may, and user 'ann' is not in "
        + "it: add yourself with `sudo usermod -aG kvm $USER` and log in again")
  }

  @Test func `A new member of the group is told to log in again`() {
    var environment = ProbeEnvironment.failing(EACCES)
    environment.group = { _ in .init(name: "kvm", members: ["bob", "ann"]) }
    #expect(
      reason(environment) == "/dev/kvm may not be opened: user 'ann' is in its group 'kvm', but this session does "
        + "not have the group yet: log in again")
  }

  @Test func `A group that is the user's primary one by now counts as membership`() {
    var environment = ProbeEnvironment.failing(EACCES)
    environment.user = { .init(id: 1000, name: "ann", primaryGroup: 104, sessionGroups: [1000]) }
    #expect(reason(environment)?.hasSuffix("log in again") == true)
    #expect(reason(environment)?.contains("usermod") == false)
  }

  @Test func `A group without a name goes by its number`() {
    var environment = ProbeEnvironment.failing(EACCES)
    environment.group = { _ in nil }
    #expect(reason(environment)?.contains("only its group '104' may") == true)
  }

  @Test(arguments: [(UInt32(0o600), UInt32(104), "kvm"), (0o640, 104, "kvm"), (0o660, 0, "root")])
  func `A device that its mode or group leaves to root is given to the group kvm`(
    mode: UInt32, group: UInt32, name: String
  ) {
    var environment = ProbeEnvironment.failing(EACCES)
    environment.status = { _ in DeviceStatus(mode: mode, groupID: group) }
    environment.group = { _ in .init(name: name, members: []) }
    #expect(
      reason(environment) == "/dev/kvm may not be opened: its mode 0\(String(mode, radix: 8)) and its group '\(name)' "
        + "leave it to root; give it to the group kvm with `sudo chown root:kvm /dev/kvm && sudo chmod 0660 "
        + "/dev/kvm`, and add yourself with `sudo usermod -aG kvm $USER`")
  }

  @Test func `A session that has the group is pointed at what else can forbid it`() {
    var environment = ProbeEnvironment.failing(EACCES)
    environment.user = { .init(id: 1000, name: "ann", primaryGroup: 1000, sessionGroups: [1000, 104]) }
    #expect(
      reason(environment) == "/dev/kvm may not be opened, although this session has its group 'kvm': an access "
        + "list or a security module forbids it; look at `getfacl /dev/kvm`")
  }

  @Test func `What refuses root is a container, not the mode`() {
    var environment = ProbeEnvironment.failing(EACCES)
    environment.user = { .init(id: 0, name: "root", primaryGroup: 0, sessionGroups: [0]) }
    let words =
      "/dev/kvm may not be opened: the container or sandbox around vmrun forbids it; a container needs the device "
      + "passed to it, as with `--device /dev/kvm`"
    #expect(reason(environment) == words)
    #expect(reason(.failing(EPERM)) == words)
  }
}
