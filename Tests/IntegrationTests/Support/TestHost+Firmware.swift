import Foundation
import Testing

extension TestHost {
  /// Whether a UEFI for x86_64 is installed; in CI it must be.
  static let hasUEFI =
    isCI
    || ((try? FileManager.default.contentsOfDirectory(atPath: "/usr/share/qemu/firmware")) ?? []).contains {
      $0.contains("x86_64") || $0.contains("ovmf")
    }
  static let withoutUEFI: Comment = "no UEFI for x86_64 is installed: run `make deps`"
}
