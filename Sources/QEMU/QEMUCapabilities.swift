import VMProfile

/// What one QEMU binary offers, read from its own help texts once and kept.
public struct QEMUCapabilities: Sendable, Equatable, Codable {
  public var version: QEMUVersion
  /// `kvm`, `tcg`, …: what the binary was built with, not what works here.
  public var accelerators: [String]
  public var machines: [String]
  public var cpuModels: [String]
  public var nicModels: [NICModel]
  /// Network backends (`user`, `tap`, `stream`, …).
  public var netdevs: [String]
  public var displays: [String]
  /// Whether the binary has `-sandbox` (seccomp).
  public var hasSandbox: Bool
}
