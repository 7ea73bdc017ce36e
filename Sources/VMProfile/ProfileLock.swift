/// What a project's machines are held to: `Profiles/vmrun.lock`, which a team shares beside its profiles.
///
/// One entry a profile: the image with its architecture and what is in it, and the oldest QEMU that will do.
public struct ProfileLock: Sendable, Equatable {
  /// The file's name, beside the profiles.
  public static let fileName = "vmrun.lock"

  /// What one profile is held to.
  public struct Entry: Sendable, Equatable {
    /// As the profile writes it: a name or a path; nil: it starts from something else.
    public var image: String?
    /// The guest's architecture.
    public var arch: Architecture
    /// What is in the image: `sha256:…` of what was fetched or of a file, `recipe:…` for one that is built,
    /// `sample:…` for a file that takes long to read, and `size:…` for one in locks of earlier versions.
    public var content: String?
    /// The same for the other files that the machine only reads: `kernel`, `initrd`, `cdrom` and `disks.NAME`.
    public var files: [String: String]
    /// The oldest QEMU that will do, such as `7.2`.
    public var qemu: String

    /// What one profile is held to.
    public init(
      image: String?, arch: Architecture, content: String?, files: [String: String] = [:], qemu: String
    ) {
      self.image = image
      self.arch = arch
      self.content = content
      self.files = files
      self.qemu = qemu
    }
  }

  /// By the profiles' names.
  public var entries: [VMName: Entry]

  /// A lock of entries.
  public init(entries: [VMName: Entry] = [:]) { self.entries = entries }

  /// The file's text: the same for the same entries, a line for each value.
  public var yaml: String {
    var text = """
      # Written by `vmrun profile lock`, to be shared: `vmrun start` holds to it.
      version: 1
      profiles:\(entries.isEmpty ? " {}" : "")

      """
    for (name, entry) in entries.sorted(by: { $0.key.description < $1.key.description }) {
      text += "  \(Self.quoted("\(name)")):\n"
      if let image = entry.image { text += "    image: \(Self.quoted(image))\n" }
      text += "    arch: \(entry.arch.rawValue)\n"
      if let content = entry.content { text += "    content: \(Self.quoted(content))\n" }
      if !entry.files.isEmpty { text += "    files:\n" }
      for (key, content) in entry.files.sorted(by: { $0.key < $1.key }) {
        text += "      \(Self.quoted(key)): \(Self.quoted(content))\n"
      }
      text += "    qemu: \(Self.quoted(entry.qemu))\n"
    }
    return text
  }
}
