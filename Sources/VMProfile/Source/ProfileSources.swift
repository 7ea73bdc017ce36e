/// The sources that profiles are taken from, each held to a commit: `vmrun.sources` beside the profiles, which a team
/// shares.
public struct ProfileSources: Sendable, Equatable {
  /// The file's name, beside the profiles.
  public static let fileName = "vmrun.sources"

  /// One source.
  public struct Entry: Sendable, Equatable {
    public var url: GitURL
    /// The branch or the tag that `update` follows; nil: the repository's own choice.
    public var reference: GitReference?
    /// Where the profiles are in it.
    public var folder: SourceFolder
    /// What is used of it.
    public var commit: GitCommit

    /// One source.
    public init(url: GitURL, reference: GitReference?, folder: SourceFolder, commit: GitCommit) {
      self.url = url
      self.reference = reference
      self.folder = folder
      self.commit = commit
    }
  }

  /// By the names under which their profiles are known.
  public var entries: [VMName: Entry]

  /// A list of sources.
  public init(entries: [VMName: Entry] = [:]) { self.entries = entries }

  /// The file's text: the same for the same entries, a line for each value.
  public var yaml: String {
    var text = """
      # Written by `vmrun profile add` and `vmrun profile update`, to be shared: `vmrun profile add` fetches what is here.
      version: 1
      sources:\(entries.isEmpty ? " {}" : "")

      """
    for (name, entry) in entries.sorted(by: { $0.key.description < $1.key.description }) {
      text += "  \(ProfileLock.quoted("\(name)")):\n"
      text += "    url: \(ProfileLock.quoted("\(entry.url)"))\n"
      if let reference = entry.reference { text += "    ref: \(ProfileLock.quoted("\(reference)"))\n" }
      text += "    path: \(ProfileLock.quoted("\(entry.folder)"))\n"
      text += "    commit: \(ProfileLock.quoted("\(entry.commit)"))\n"
    }
    return text
  }
}
