internal import CLinux
internal import Glibc

/// Runs a small 64-bit guest in KVM and watches how fast it gets on.
///
/// The guest goes round a loop of about half a million instructions. Hardware does that in 0.1 to
/// 0.4 ms, nested virtualization included, because nothing in the loop leaves the guest. A KVM that
/// emulates (`kvm_pvm` does a million instructions a second) needs half a second.
struct KVMTrial {
  enum Outcome: Sendable, Equatable {
    case ran
    /// The loop would have taken more than fifty times as long as on any hardware.
    case slow(instructionsPerSecond: Double)
    case wrongResult
    /// The guest stopped somewhere else, for a `KVM_EXIT_…` reason.
    case stopped(exitReason: Int32)
    /// KVM refused a step, with an errno.
    case refused(Step, Int32)
    case wrongVersion(Int32)
    /// No answer in time, and no sign of slow progress either: a host too busy to tell, or a KVM that hangs.
    case unfinished
  }

  enum Step: Int32, Sendable {
    case start, version, createVM, memory, createCPU, registers, run, done
  }

  /// Whether there is a guest for this architecture.
  static let isSupported: Bool = {
    #if arch(x86_64) || arch(arm64)
      true
    #else
      false
    #endif
  }()

  /// What tells an emulator from a busy host: several slices of the child's own CPU time, in each of
  /// which the guest got on, and yet not to the end. Waiting for a CPU adds no CPU time; CPU time that a
  /// hypervisor stole adds no progress; and a guest on hardware that runs at all is done within a slice.
  private static let slice = Duration.milliseconds(3)
  private static let slicesOfAnEmulator = 3
  /// A child that burns this much and gets nowhere hangs; it is no use to wait any longer.
  private static let hopeless = Duration.milliseconds(30)
  /// A child that gets no CPU at all on a crowded host has this long before the trial is given up.
  private static let patience = Duration.seconds(1)

  /// Runs the trial in a child process that is gone when this returns. Blocks: up to 30 ms on a host with
  /// CPU time to spare, whatever KVM does, and never above a second.
  ///
  /// - Parameter device: an open `/dev/kvm`; stays open.
  static func run(device: CInt) -> Outcome {
    let size = vmrun_kvm_trial_size()
    guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { return .refused(.start, errno) }
    defer { munmap(memory, size) }

    var end: CInt = -1
    let child = vmrun_kvm_trial_start(device, &end, memory)
    guard child > 0 else { return .refused(.start, errno) }
    defer { close(end) }

    let slowness = watch(child, end: end, memory: memory)
    kill(child, SIGKILL)
    while waitpid(child, nil, CInt(bitPattern: UInt32(__WALL))) < 0 && errno == EINTR {}
    return slowness ?? outcome(vmrun_kvm_trial_read(memory))
  }

  /// Waits for the child's end. nil when it ended by itself.
  private static func watch(_ child: pid_t, end: CInt, memory: UnsafeMutableRawPointer) -> Outcome? {
    var clock = clockid_t()
    guard clock_getcpuclockid(child, &clock) == 0 else { return nil }
    let begin = ContinuousClock.now
    var last = (time: Duration.zero, rounds: UInt32(0))
    var slices = 0
    while true {
      var descriptor = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      if poll(&descriptor, 1, 3) > 0 { return nil }
      let now = (time: time(of: clock), rounds: vmrun_kvm_trial_rounds(memory))
      if now.time - last.time >= slice && now.rounds > last.rounds {
        slices += 1
        last = now
      }
      if slices == slicesOfAnEmulator {
        let instructions = Double(now.rounds) * Double(vmrun_kvm_trial_instructions_per_round())
        return .slow(instructionsPerSecond: instructions / (now.time / .seconds(1)))
      }
      if now.time - last.time > hopeless || begin.duration(to: .now) > patience { return .unfinished }
    }
  }

  private static func time(of clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private static func outcome(_ trial: vmrun_kvm_trial) -> Outcome {
    let step = Step(rawValue: trial.step) ?? .start
    switch (step, trial.error) {
    case (.done, _): return trial.value == vmrun_kvm_trial_expected() ? .ran : .wrongResult
    case (.version, 0): return .wrongVersion(trial.exit_reason)
    case (.run, 0): return .stopped(exitReason: trial.exit_reason)
    default: return .refused(step, trial.error)
    }
  }
}
