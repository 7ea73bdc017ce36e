/// The board that QEMU emulates (`-machine`).
public enum MachineType: String, Sendable, Codable, CaseIterable {
  /// PCI Express PC with an ICH9 south bridge.
  case q35
  /// i440FX PC.
  case pc
  /// A minimal x86 board with virtio-mmio devices and no PCI.
  case microvm
  /// The generic board of Arm and RISC-V.
  case virt

  /// The boards that exist for an architecture; the first is the default.
  public static func available(for architecture: Architecture) -> [MachineType] {
    switch architecture {
    case .x86_64: [.q35, .pc, .microvm]
    case .aarch64, .riscv64: [.virt]
    }
  }
}
