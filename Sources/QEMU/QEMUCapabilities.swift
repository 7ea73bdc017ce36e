import VMProfile

/// What one QEMU binary offers, read from its own help texts once and kept.
///
/// An empty list means that the binary was not asked, or that its answer was not understood: nothing is
/// refused on such grounds, and QEMU itself has the last word.
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

  public init(
    version: QEMUVersion, accelerators: [String] = [], machines: [String] = [], cpuModels: [String] = [],
    nicModels: [NICModel] = [], netdevs: [String] = [], displays: [String] = [], hasSandbox: Bool = false
  ) {
    self.version = version
    self.accelerators = accelerators
    self.machines = machines
    self.cpuModels = cpuModels
    self.nicModels = nicModels
    self.netdevs = netdevs
    self.displays = displays
    self.hasSandbox = hasSandbox
  }

  /// Whether the binary has an accelerator, or its list is not known.
  func mayHave(accelerator: String) -> Bool { accelerators.isEmpty || accelerators.contains(accelerator) }

  /// Whether the binary lacks the `stream` and `dgram` networks.
  package var hasOnlySocketNetwork: Bool { !netdevs.isEmpty && !netdevs.contains("stream") }

  /// Whether the binary has a board, or its list is not known.
  func mayHave(machine: MachineType) -> Bool { machines.isEmpty || machines.contains(machine.rawValue) }
}
