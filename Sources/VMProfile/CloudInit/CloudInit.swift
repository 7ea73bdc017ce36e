/// How a guest is set up at its first boot, by cloud-init. The names are those of cloud-init's own modules.
///
/// Source: cloud-init's documentation, "Module reference" and "Networking config version 2".
public struct CloudInit: Sendable, Equatable {
  /// A user beside those of the image, as whom `vmrun ssh` logs in unless `ssh.user` says otherwise.
  public var user: CloudInitUser?
  /// Who else may log in, beside vmrun's own key.
  public var authorizedKeys: [AuthorizedKey]
  /// Packages by their names in the guest's distribution.
  public var packages: [String]
  /// Files in the guest.
  public var files: [CloudInitFile]
  /// Run once, in one shell script, at the end of the first boot.
  public var commands: [CloudInitCommand]
  /// A network-config of version 2, as YAML, in place of the one that vmrun makes from the cards.
  public var network: String?
  /// The team's own user-data: a file within the profile's folder. Both apply.
  public var userData: HostPath?

  /// Nothing but what vmrun tells every guest.
  public init(
    user: CloudInitUser? = nil, authorizedKeys: [AuthorizedKey] = [], packages: [String] = [],
    files: [CloudInitFile] = [], commands: [CloudInitCommand] = [], network: String? = nil, userData: HostPath? = nil
  ) {
    self.user = user
    self.authorizedKeys = authorizedKeys
    self.packages = packages
    self.files = files
    self.commands = commands
    self.network = network
    self.userData = userData
  }
}
