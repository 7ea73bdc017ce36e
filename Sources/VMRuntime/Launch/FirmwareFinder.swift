internal import GLib
internal import VMProfile

/// Finds UEFI firmware for boards that have none of their own.
enum FirmwareFinder {
  /// Where Debian, Fedora and Arch put it, in this order.
  private static let candidates: [Architecture: [String]] = [
    .aarch64: [
      "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd", "/usr/share/edk2/aarch64/QEMU_EFI.fd",
      "/usr/share/edk2/aarch64/QEMU_CODE.fd",
    ]
  ]

  /// - Returns: nil where the board brings its own, or none is installed.
  static func find(_ architecture: Architecture) -> String? {
    candidates[architecture]?.first(where: Folder.exists)
  }
}
