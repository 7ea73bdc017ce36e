/// What runs in the guest before its operating system.
public enum FirmwareChoice: String, Sendable, Codable, CaseIterable {
  /// The board's own: SeaBIOS on x86_64; other architectures have none.
  case bios
  /// A UEFI of the host, by QEMU's firmware descriptors (docs/interop/firmware.json), with a variable store that belongs
  /// to the machine. Without Secure Boot.
  case uefi
}
