internal import Glibc
package import QEMU
internal import VMProfile

/// Finds out whether KVM really runs a guest on this host, and says why not.
///
/// That `/dev/kvm` opens proves nothing: inside many cloud VMs it does, and yet it emulates a thousand
/// times slower than hardware, or hangs. So the probe runs a short loop in a vCPU and looks at the clock.
///
/// Needs no privilege: whoever may not open the device gets `.tcg` and the way to change that.
/// Source of the interface: the kernel's Documentation/virt/kvm/api.rst.
package struct AcceleratorProbe: Sendable {
  let environment: ProbeEnvironment

  /// A probe of this host.
  package init() { self.init(environment: .host) }

  init(environment: ProbeEnvironment) { self.environment = environment }

  /// Looks and measures. Blocks for a few milliseconds where KVM works, and for less than 50 where it does
  /// not; only a host with no CPU time to spare takes longer, a second at most.
  package func verdict() -> AcceleratorVerdict { finding().verdict(device: environment.device) }

  func finding() -> AcceleratorFinding {
    withDevice { environment.measure($0) }
  }

  /// Opens the device and hands it on; the finding when it can't be opened.
  func withDevice(_ body: (CInt) -> AcceleratorFinding) -> AcceleratorFinding {
    switch environment.open(environment.device) {
    case .success(let descriptor):
      defer { close(descriptor) }
      // A plain file of that name opens as well.
      guard environment.status(environment.device)?.isCharacterDevice == true else { return .notADevice }
      return body(descriptor)
    case .failure(let failure): return explain(failure.errno)
    }
  }

  private func explain(_ error: Int32) -> AcceleratorFinding {
    switch error {
    case ENOENT, ENOTDIR:
      let flag = environment.cpuInfo().flatMap(Self.virtualizationFlag)
      return .noDevice(cpuFlag: flag, architecture: environment.architecture, inKernel: environment.kernelHasKVM())
    case EACCES, EPERM:
      guard let status = environment.status(environment.device) else { return .cannotOpen(errno: error) }
      return .noPermission(permission(status, error: error))
    default: return .cannotOpen(errno: error)
    }
  }

  private func permission(_ status: DeviceStatus, error: Int32) -> DevicePermission {
    let user = environment.user()
    let group = environment.group(status.groupID)
    return DevicePermission(
      mode: status.mode, groupID: status.groupID, group: group?.name ?? String(status.groupID), user: user.name,
      isMember: user.primaryGroup == status.groupID || group?.members.contains(user.name) == true,
      sessionHasGroup: user.sessionGroups.contains(status.groupID),
      isBeyondMode: user.id == 0 || error == EPERM)
  }

  /// `vmx` or `svm`, from the text of `/proc/cpuinfo`.
  static func virtualizationFlag(cpuInfo: String) -> String? {
    for line in cpuInfo.split(separator: "\n") where line.hasPrefix("flags") {
      // All CPUs of a host have the same flags.
      return line.split { $0 == " " || $0 == "\t" }.first { $0 == "vmx" || $0 == "svm" }.map(String.init)
    }
    return nil
  }
}
