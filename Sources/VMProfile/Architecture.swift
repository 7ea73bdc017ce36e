/// A guest's processor architecture, by the name that `qemu-system-ARCH` and `uname -m` use.
public enum Architecture: String, Sendable, Codable, CaseIterable {
  case x86_64
  case aarch64
  case riscv64
}
