/// Where a machine is in its life.
public enum InstanceState: String, Sendable, Codable, CaseIterable {
  case stopped
  /// QEMU runs and has not yet answered on its monitor.
  case starting
  case running
  case paused
  case suspended
  /// It ended without being asked to: QEMU failed or was killed, or the guest's kernel panicked.
  case crashed

  /// Whether QEMU is there.
  public var isAlive: Bool {
    switch self {
    case .starting, .running, .paused, .suspended: true
    case .stopped, .crashed: false
    }
  }
}
