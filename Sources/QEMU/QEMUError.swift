public import VMProfile

/// Why a valid profile cannot become a machine on this host.
public enum QEMUError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The profile asks for what this QEMU does not have (an unknown NIC model, say): exit code 78.
  case unsupportedValue(Diagnostic)
  /// The host or the installed QEMU cannot do it (`accelerator: kvm` without KVM): exit code 69.
  case unavailable(String)

  public var description: String {
    switch self {
    case .unsupportedValue(let diagnostic): diagnostic.description
    case .unavailable(let message): message
    }
  }
}
