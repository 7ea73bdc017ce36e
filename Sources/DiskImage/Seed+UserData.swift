internal import GLib

extension Seed {
  /// Of two lists both are taken, and of two single values the first one: that of the part that stands before.
  ///
  /// Source: cloud-init's documentation, "Merging user-data sections".
  static let mergeType = "list(append)+dict(no_replace,recurse_list)+str()"

  /// What cloud-init gets: vmrun's own part alone, or a MIME archive of the team's and then vmrun's.
  package var userData: String {
    guard let team = teamUserData else { return ownConfig }
    let boundary = "vmrun-\(Checksum.sha256((team.text + ownConfig).utf8).prefix(24))"
    return """
      Content-Type: multipart/mixed; boundary="\(boundary)"
      MIME-Version: 1.0

      --\(boundary)
      \(Self.part(team))
      --\(boundary)
      \(Self.part(ownConfig, type: "text/cloud-config", name: "vmrun", more: "Merge-Type: \(Self.mergeType)\n"))
      --\(boundary)--

      """
  }

  private static func part(_ team: UserData) -> String {
    // An archive within the archive brings its own headers.
    team.kind == .archive ? team.text : part(team.text, type: team.kind.contentType, name: "user-data")
  }

  private static func part(_ text: String, type: String, name: String, more: String = "") -> String {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    return """
      Content-Type: \(type); charset="\(isPlain ? "us-ascii" : "utf-8")"
      Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")
      Content-Disposition: attachment; filename="\(name)"
      \(more)
      \(isPlain ? text : Base64.encode(Array(text.utf8)))
      """
  }
}
