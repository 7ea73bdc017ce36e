/// What a machine starts from. Where a profile does not say: a kernel where there is one, else the disk; with
/// `firmware: uefi` the image's kernel does not count.
public enum BootSource: String, Sendable, Codable, CaseIterable {
  /// A kernel that QEMU loads by itself: the profile's, or the one that the image brings.
  case kernel
  /// The machine's own disk, by its boot loader; then the CD, when there is nothing on the disk yet.
  case disk
  /// The CD; then the disk.
  case cdrom
}
