/// A guest's processor architecture, by the name that `qemu-system-ARCH` and `uname -m` use.
public enum Architecture: String, Sendable, Codable, CaseIterable {
  case x86_64
  case aarch64
  case riscv64

  /// The architecture that this program was built for, which is the host's.
  public static var host: Architecture {
    #if arch(arm64)
      .aarch64
    #elseif arch(riscv64)
      .riscv64
    #else
      .x86_64
    #endif
  }
}
