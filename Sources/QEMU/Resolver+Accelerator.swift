import VMProfile

extension Resolver {
  /// KVM or TCG, and why.
  func accelerator() throws(QEMUError) -> (ResolvedMachine.Accelerator, reason: String) {
    switch profile.accelerator {
    case .tcg:
      return (try tcg(), "the profile asks for it")
    case .kvm:
      guard let reason = reasonAgainstKVM else { return (.kvm, "") }
      throw .unavailable(
        "accelerator 'kvm' cannot be used: \(reason); use 'accelerator: auto' in \(place("accelerator"))")
    case .auto:
      guard let reason = reasonAgainstKVM else { return (.kvm, "") }
      return (try tcg(), reason)
    }
  }

  private var reasonAgainstKVM: String? {
    guard arch == facts.architecture else {
      return "\(arch) guests on an \(facts.architecture) host always run under TCG"
    }
    guard facts.qemu.mayHave(accelerator: "kvm") else { return "\(binary) was built without KVM" }
    switch facts.accelerator {
    case .kvm: return nil
    case .tcg(let reason): return reason.hasSuffix(".") ? String(reason.dropLast()) : reason
    }
  }

  private func tcg() throws(QEMUError) -> ResolvedMachine.Accelerator {
    guard facts.qemu.mayHave(accelerator: "tcg") else {
      throw .unavailable(
        "accelerator 'tcg' cannot be used: \(binary) was built without TCG; install a QEMU that has it")
    }
    return .tcg
  }
}
