/// What the profile wants the guest's instructions executed by.
public enum AcceleratorChoice: String, Sendable, Codable, CaseIterable {
  /// KVM where it really runs a guest, else TCG.
  case auto
  /// KVM, or an error that says why not.
  case kvm
  /// QEMU's own translator, which works everywhere.
  case tcg
}
