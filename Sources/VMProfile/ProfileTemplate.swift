internal import JSON

/// The text of a new profile, with comments for whoever reads it first.
public struct ProfileTemplate: Sendable {
  /// The machine's name.
  public var name: VMName
  /// What it starts from.
  public var image: ImageReference
  /// Into what its one card is plugged; nil: a machine without any.
  public var attachment: Attachment?
  /// Whether the folder has the schema that editors check against.
  public var hasSchema = false

  /// A profile with one card, or none.
  public init(name: VMName, image: ImageReference, attachment: Attachment?) {
    self.name = name
    self.image = image
    self.attachment = attachment
  }

  /// A profile in YAML: what is commented out is how it looks, not what it is.
  public var text: String {
    let modeline = hasSchema ? "# yaml-language-server: $schema=profile.schema.json\n" : ""
    return """
      \(modeline)# The machine '\(name)': `vmrun start \(name)`. Your own memory, ports and paths go into \(name).local.yml beside
      # this file, which git leaves alone; `vmrun profile show \(name) --origin` tells where each value comes from.
      image: \(Self.quoted(image.description))
      memory: 512M
      smp: 1
      # extends: base                # another profile that this one stands on; what is written here wins
      # description: What it is for
      # disk: 4G                     # size of the machine's own disk; the image's size unless written
      # arch: aarch64                # the host's unless written
      \(cards)# ssh: {user: root}            # who `vmrun ssh` logs in as; the image's own user unless written

      """
  }

  private var cards: String {
    guard let attachment else { return "nics: []                       # no network\n" }
    let card = NIC(attachment: attachment)
    let lines = NICText.block(card).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
    let forwards =
      attachment.takesForwards
      ? "      # forward: [ssh, \"8080:80\"]    # the host's port 8080 to the guest's 80; 0 lets vmrun choose\n" : ""
    return "nics:\n" + lines.joined(separator: "\n") + "\n" + forwards
  }

  /// In double quotes where YAML could read it as something else.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "./_-".utf8.contains($0) }
    let startsPlainly = text.utf8.first.map { ASCII.isLetter($0) || "./".utf8.contains($0) } ?? false
    return isPlain && startsPlainly && !["null", "true", "false", "yes", "no"].contains(text.lowercased())
      ? text : JSONValue.string(text).compact
  }
}

extension Attachment {
  fileprivate var takesForwards: Bool {
    switch self {
    case .user, .passt: true
    default: false
    }
  }
}
