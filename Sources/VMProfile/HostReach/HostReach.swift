/// One thing by which a profile reaches the host beyond what every machine does: something that a stranger's profile may
/// have only when somebody allowed it.
///
/// Every machine has its own files, a share of the host's processor and memory, user networking, and ports on loopback:
/// those are no reach.
public struct HostReach: Sendable, Hashable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A program that runs on the host.
    case script
    /// An interface, bridge or switch of the host.
    case interface
    /// A network that changes the host's own.
    case network
    /// A port that other hosts can reach, or a socket to them.
    case port
    /// A folder of the host in the guest.
    case folder
    /// A file beyond the profile's own folder.
    case file
    /// A variable of the environment of whoever starts it.
    case environment
    /// Words for QEMU that nobody checks.
    case arguments
  }

  public var kind: Kind
  /// What does it, such as `shares[0].path`.
  public var keyPath: String
  /// Where that is written; nil for a profile that a program made.
  public var location: SourceLocation?
  /// What it does, to be read after the place: `runs ./up.sh as root when the machine starts`.
  public var sentence: String
  /// The file or folder of the host that it is about; from `Profile.hostReach` as it is written, from a `VMHost` whole.
  public var path: String?

  public init(kind: Kind, keyPath: String, location: SourceLocation?, sentence: String, path: String? = nil) {
    self.kind = kind
    self.keyPath = keyPath
    self.location = location
    self.sentence = sentence
    self.path = path
  }
}
