internal import Glibc
internal import QEMU
internal import VMProfile

/// What the probe found out, in its own terms: tests and the cache look at the case, people get the words.
enum AcceleratorFinding: Sendable, Equatable {
  case works
  /// There is no device node. `cpuFlag` is `vmx` or `svm` when the CPU offers it; `inKernel` says that the
  /// kernel has the device nevertheless, as in a container.
  case noDevice(cpuFlag: String?, architecture: Architecture, inKernel: Bool)
  case noPermission(DevicePermission)
  case cannotOpen(errno: Int32)
  case notADevice
  case trial(KVMTrial.Outcome)

  /// Whether the answer came from running a guest and holds until the next boot. What a user may put
  /// right at any moment is looked at anew each time, which costs microseconds.
  var lasts: Bool {
    switch self {
    case .works: true
    case .trial(.slow), .trial(.wrongResult), .trial(.stopped), .trial(.wrongVersion): true
    case .trial(.refused), .trial(.unfinished), .trial(.ran): false
    case .noDevice, .noPermission, .cannotOpen, .notADevice: false
    }
  }

  /// - Parameter device: the path to name.
  func verdict(device: String) -> AcceleratorVerdict {
    switch self {
    case .works, .trial(.ran): .kvm
    case .noDevice(let flag, let architecture, let inKernel):
      .tcg(reason: "\(device) does not exist" + Self.missing(flag, architecture, inKernel))
    case .noPermission(let permission): .tcg(reason: permission.reason(device: device))
    case .cannotOpen(ENXIO), .cannotOpen(ENODEV):
      .tcg(
        reason: "\(device) exists, but no driver is behind it: load the kernel module with "
          + "`sudo modprobe kvm_intel` or `sudo modprobe kvm_amd`")
    case .cannotOpen(let error): .tcg(reason: "\(device) cannot be opened: \(Self.text(error))")
    case .notADevice: .tcg(reason: "\(device) is not a KVM device: remove it, and reload the kernel module")
    case .trial(let outcome): .tcg(reason: Self.reason(outcome, device: device))
    }
  }

  private static func missing(_ flag: String?, _ architecture: Architecture, _ inKernel: Bool) -> String {
    if inKernel {
      return ", though the kernel has KVM: a container needs the device passed to it, as with `--device /dev/kvm`"
    }
    guard architecture == .x86_64 else {
      return ": this kernel has no KVM, or the firmware did not start it in the mode that KVM needs"
    }
    guard let flag else {
      return ": the CPU offers no virtualization (neither vmx nor svm in /proc/cpuinfo); "
        + "a cloud VM needs nested virtualization for KVM"
    }
    let module = flag == "svm" ? "kvm_amd" : "kvm_intel"
    return ", though the CPU has \(flag): load the kernel module with `sudo modprobe \(module)`, "
      + "or enable virtualization in the firmware"
  }

  private static func reason(_ outcome: KVMTrial.Outcome, device: String) -> String {
    let unable = "KVM opens, but cannot run a guest here"
    switch outcome {
    case .ran: return ""
    case .slow(let rate):
      let millions = (rate / 100_000).rounded() / 10
      return "KVM only emulates here: \(millions) million instructions a second, where hardware does a "
        + "billion, so QEMU's TCG is faster and safer"
    case .wrongResult: return "KVM computes wrongly here: a test guest came to another result than the CPU"
    case .stopped(let reason):
      return "\(unable): 64-bit code stopped with KVM's exit reason \(reason)"
    case .wrongVersion(let version):
      return "KVM speaks version \(version) of its interface, and vmrun and QEMU need version 12"
    case .unfinished:
      return "KVM did not finish a test guest in time: it hangs, or this host is too busy to tell"
    case .refused(.version, ENOTTY): return "\(device) is not a KVM device: remove it, and reload the kernel module"
    case .refused(.createVM, EBUSY):
      return "KVM is busy: another hypervisor, such as VirtualBox or VMware, holds the CPU's virtualization; "
        + "stop its machines first"
    case .refused(.start, 0): return "the process that tried KVM was ended from outside"
    case .refused(.start, ENOTSUP): return "vmrun cannot test KVM on this architecture"
    case .refused(.start, let error): return "KVM could not be tried: \(text(error))"
    case .refused(let step, let error): return "\(unable): \(Self.name(step)) failed: \(text(error))"
    }
  }

  /// The name of the request in the kernel's document, for whoever looks further.
  private static func name(_ step: KVMTrial.Step) -> String {
    switch step {
    case .start, .done: "the start"
    case .version: "KVM_GET_API_VERSION"
    case .createVM: "KVM_CREATE_VM"
    case .memory: "KVM_SET_USER_MEMORY_REGION"
    case .createCPU: "KVM_CREATE_VCPU"
    case .registers: "KVM_SET_SREGS"
    case .run: "KVM_RUN"
    }
  }

  private static func text(_ error: Int32) -> String { String(cString: strerror(error)) }
}
