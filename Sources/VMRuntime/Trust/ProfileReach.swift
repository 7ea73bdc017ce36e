public import VMProfile

/// What a profile reaches of the host by what is written in files of sources: a stranger's wishes, which are granted only
/// when somebody has allowed them.
public struct ProfileReach: Sendable {
  /// The name by which it is allowed: `team/web`, or that of a profile which extends one of a source.
  public var name: String
  /// The source's URL, or its name where no list has it any more.
  public var origin: String
  /// In the order of the profile's keys.
  public var items: [HostReach]
  /// Of all that the items depend on: the files of sources that make up the profile, the networks, the scripts.
  public var digest: String
}
