import VMProfile
internal import Wording

extension Resolver {
  /// The CPU model with its features, as `-cpu` takes it.
  func cpu(accelerator: ResolvedMachine.Accelerator, reason: String) throws(QEMUError) -> String {
    guard let wanted = profile.cpu else { return Self.defaultCPU(for: arch, accelerator: accelerator) }
    // Features may follow the model: `max,la57=off`.
    let model = String(wanted.prefix { $0 != "," })
    if model == "host", accelerator == .tcg {
      throw wrong(
        "cpu", "'cpu' is 'host', which needs KVM, and this machine runs under TCG (\(reason)): write auto or max")
    }
    let models = facts.qemu.cpuModels
    guard models.isEmpty || models.contains(model) else {
      let hint = Suggestion.nearest(to: model, among: models).map { "did you mean '\($0)'?" }
      throw wrong(
        "cpu",
        "'cpu' is '\(model)', which \(binary) does not have: "
          + (hint ?? "'\(facts.qemuPath) -cpu help' lists what it has"))
    }
    return wanted
  }

  private static func defaultCPU(for arch: Architecture, accelerator: ResolvedMachine.Accelerator) -> String {
    guard accelerator == .tcg else { return "host" }
    switch arch {
    // `max` has all that x86-64-v3 asks for, which current distributions need; five-level page tables only make
    // every walk longer under TCG, and some kernels stumble over them.
    case .x86_64: return "max,la57=off"
    // The architected pointer authentication (QARMA) makes a guest's boot under TCG half as long again.
    case .aarch64: return "max,pauth-impdef=on"
    case .riscv64: return "max"
    }
  }
}
