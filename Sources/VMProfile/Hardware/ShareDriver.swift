/// How a guest reaches a folder of the host.
public enum ShareDriver: String, Sendable, Codable, CaseIterable {
  /// virtiofs where its daemon is there and can be used, else 9p.
  case auto
  /// Through virtiofsd(1), which is started with the machine and ends with it.
  case virtiofs
  /// By QEMU itself.
  case ninep = "9p"
}
