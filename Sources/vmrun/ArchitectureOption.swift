internal import ArgumentParser
internal import VMProfile

/// An architecture as an option's value; only the names that QEMU has are taken.
struct ArchitectureOption: ExpressibleByArgument {
  let architecture: Architecture

  init?(argument: String) {
    guard let architecture = Architecture(rawValue: argument) else { return nil }
    self.architecture = architecture
  }

  static var allValueStrings: [String] { Architecture.allCases.map(\.rawValue) }
}
