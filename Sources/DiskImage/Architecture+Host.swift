package import VMProfile

extension Architecture {
  /// The architecture that this program was built for.
  package static var host: Architecture {
    #if arch(arm64)
      .aarch64
    #elseif arch(riscv64)
      .riscv64
    #else
      .x86_64
    #endif
  }
}
