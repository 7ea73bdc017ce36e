/// What a QEMU binary is asked to learn its capabilities; each answer is one text on standard output.
public enum QEMUHelpTopic: String, Sendable, Codable, CaseIterable {
  case version
  case accelerators
  case machines
  case cpus
  case devices
  case netdevs
  case displays
  case options

  /// The arguments that make QEMU print the answer and exit.
  public var arguments: [String] {
    switch self {
    case .version: ["-version"]
    case .accelerators: ["-accel", "help"]
    case .machines: ["-machine", "help"]
    case .cpus: ["-cpu", "help"]
    case .devices: ["-device", "help"]
    // qemu-system-aarch64 has no default board and answers this only once it has one.
    case .netdevs: ["-machine", "none", "-netdev", "help"]
    case .displays: ["-display", "help"]
    case .options: ["-help"]
    }
  }
}
