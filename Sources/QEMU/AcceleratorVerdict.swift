/// Whether KVM runs a guest on this host, as the probe found it.
public enum AcceleratorVerdict: Sendable, Equatable, Codable {
  case kvm
  /// KVM cannot be used, and why: one sentence for people, with the remedy where there is one.
  case tcg(reason: String)
}
