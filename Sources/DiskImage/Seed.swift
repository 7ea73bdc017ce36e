package import VMProfile

/// What a guest is told at its first boot: a NoCloud seed for cloud-init, which the tiny guest reads too.
///
/// Its texts have a fixed shape, line by line, because that guest reads them with awk.
/// Source: cloud-init's documentation, "NoCloud" and "Network config version 2".
package struct Seed: Sendable, Equatable {
  /// The VM's name; the host name is made from it.
  package var name: String
  /// Whom ssh logs in as; nil: the image's default user.
  package var user: String?
  /// The user that the image's cloud-init makes by itself, such as `debian`.
  package var defaultUser: String?
  /// Lines as in `authorized_keys`.
  package var authorizedKeys: [String]
  package var hostKey: SSHHostKey?
  package var nics: [SeedNIC]
  /// What the guest mounts at its boot.
  package var mounts: [SeedMount]
  /// A user that the profile describes.
  package var madeUser: CloudInitUser?
  package var packages: [String] = []
  package var files: [SeedFile] = []
  package var commands: [CloudInitCommand] = []
  /// A network-config in place of the one that follows from the cards.
  package var ownNetworkConfig: String?
  package var teamUserData: UserData?

  package init(
    name: String, user: String? = nil, defaultUser: String? = nil, authorizedKeys: [String],
    hostKey: SSHHostKey? = nil, nics: [SeedNIC], mounts: [SeedMount] = []
  ) {
    self.name = name
    self.user = user
    self.defaultUser = defaultUser
    self.authorizedKeys = authorizedKeys
    self.hostKey = hostKey
    self.nics = nics
    self.mounts = mounts
  }

  package var hostName: String { HostName.label(from: name) }
}
