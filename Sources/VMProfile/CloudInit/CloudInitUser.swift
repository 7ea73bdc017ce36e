/// A user that cloud-init makes in the guest.
public struct CloudInitUser: Sendable, Equatable {
  /// The log-in name.
  public var name: String
  /// Further groups, made where they are missing.
  public var groups: [String]
  /// A rule of sudoers(5) without the user's name; nil: no sudo.
  public var sudo: String?
  /// The log-in shell, by its whole path.
  public var shell: String

  /// Everything, without a password.
  public static let anything = "ALL=(ALL) NOPASSWD:ALL"
  /// Where bash is in most distributions.
  public static let standardShell = "/bin/bash"

  /// A user without a password, who may become root.
  public init(
    name: String, groups: [String] = [], sudo: String? = CloudInitUser.anything,
    shell: String = CloudInitUser.standardShell
  ) {
    self.name = name
    self.groups = groups
    self.sudo = sudo
    self.shell = shell
  }
}
