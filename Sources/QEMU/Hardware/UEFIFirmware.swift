package import JSON
package import VMProfile

/// A UEFI that is installed on the host, as one of QEMU's firmware descriptors tells of it (docs/interop/firmware.json).
public struct UEFIFirmware: Sendable, Hashable, Codable {
  /// A file that QEMU maps as flash memory.
  public struct File: Sendable, Hashable, Codable {
    /// Absolute.
    public var path: String
    /// `raw` or `qcow2`.
    public var format: String

    /// A file of firmware.
    public init(path: String, format: String) {
      self.path = path
      self.format = format
    }
  }

  /// The code; it is never written to.
  public var code: File
  /// What a machine's variable store begins as.
  public var template: File
  /// The boards that it is made for, as patterns of QEMU's names (`pc-q35-*`).
  public var machines: [String]

  /// A firmware.
  public init(code: File, template: File, machines: [String]) {
    self.code = code
    self.template = template
    self.machines = machines
  }

  /// Whether it is made for a board.
  func suits(_ machine: MachineType, _ version: QEMUVersion) -> Bool {
    let names = machine.qemuNames(version)
    return machines.contains { pattern in names.contains { Glob.matches($0[...], pattern[...]) } }
  }
}

extension UEFIFirmware {
  /// Features that ask for more than a plain board has, or that keep what the user wrote from booting. Others, such as
  /// `amd-sev`, tell what the firmware can do besides.
  private static let unsuitable: Set<String> = ["secure-boot", "enrolled-keys", "requires-smm"]

  /// Reads a descriptor.
  ///
  /// - Returns: nil when it is not for this architecture, or is another firmware than a UEFI in flash memory with a
  ///   variable store, without Secure Boot.
  package init?(descriptor: JSONValue, architecture: Architecture) {
    guard Self.texts(descriptor["interface-types"]).contains("uefi"),
      let mapping = descriptor["mapping"], mapping["device"]?.stringValue == "flash",
      (mapping["mode"]?.stringValue ?? "split") == "split",
      Self.unsuitable.isDisjoint(with: Self.texts(descriptor["features"])),
      let code = Self.file(mapping["executable"]), let template = Self.file(mapping["nvram-template"])
    else { return nil }
    let targets = (descriptor["targets"]?.arrayValue ?? []).filter {
      $0["architecture"]?.stringValue == architecture.rawValue
    }
    let machines = targets.flatMap { Self.texts($0["machines"]) }
    guard !machines.isEmpty else { return nil }
    self.init(code: code, template: template, machines: machines)
  }

  private static func texts(_ value: JSONValue?) -> [String] { (value?.arrayValue ?? []).compactMap(\.stringValue) }

  private static func file(_ value: JSONValue?) -> File? {
    guard let path = value?["filename"]?.stringValue, path.hasPrefix("/"), let format = value?["format"]?.stringValue,
      format == "raw" || format == "qcow2"
    else { return nil }
    return File(path: path, format: format)
  }
}

extension MachineType {
  /// The board's name and that of its version, which descriptors speak of.
  fileprivate func qemuNames(_ version: QEMUVersion) -> [String] {
    let number = "\(version.major).\(version.minor)"
    return switch self {
    case .q35: ["q35", "pc-q35-\(number)"]
    case .pc: ["pc", "pc-i440fx-\(number)"]
    case .microvm: ["microvm"]
    case .virt: ["virt", "virt-\(number)"]
    }
  }
}
