import Glibc
import VMProfile

@testable import VMRuntime

extension ProbeEnvironment {
  /// A host where nothing is wrong; a test breaks what it looks at. Opening gives a real descriptor.
  static var healthy: ProbeEnvironment {
    ProbeEnvironment(
      device: "/dev/kvm", architecture: .x86_64,
      cpuInfo: { nil },
      kernelHasKVM: { false },
      status: { _ in DeviceStatus(mode: 0o660, groupID: 104) },
      open: { _ in openDevice("/dev/null") },
      user: { User(id: 1000, name: "ann", primaryGroup: 1000, sessionGroups: [1000]) },
      group: { $0 == 104 ? Group(name: "kvm", members: []) : nil },
      measure: { _ in .works })
  }

  static func failing(_ error: Int32) -> ProbeEnvironment {
    var environment = healthy
    environment.open = { _ in .failure(OpenError(errno: error)) }
    return environment
  }

  static func measuring(_ outcome: KVMTrial.Outcome) -> ProbeEnvironment {
    var environment = healthy
    environment.measure = { _ in .trial(outcome) }
    return environment
  }
}
