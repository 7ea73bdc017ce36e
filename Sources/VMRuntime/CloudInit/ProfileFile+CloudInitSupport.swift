internal import QEMU
internal import VMProfile
internal import Wording

extension ProfileFile {
  /// What of the profile's wishes its image has no use for, in sentences; empty where nothing is known of the image.
  func cloudInitWarnings(_ guest: GuestImage) -> [String] {
    guard let support = guest.cloudInit else { return [] }
    let image = "the image '\((profile.image?.description ?? "").printable)'"
    if support == .missing {
      guard profile.cloudInit != nil else { return [] }
      return [
        "\(image) has no cloud-init: nothing of 'cloud_init'\(place("cloud_init")) has an effect, nor has vmrun's ssh key"
      ]
    }
    var ignored = profile.ignoredCloudInit(support).map { key, location in
      "'\(key)'\(location.map { " (\($0))" } ?? "")"
    }
    ignored += binaryFiles(support)
    guard case .keys(let keys) = support else { return [] }
    let user = guest.user ?? "root"
    var warnings: [String] = []
    if !ignored.isEmpty {
      let isWithoutUser = profile.cloudInit?.user != nil && profile.ssh.user == nil && !support.honours("user")
      let login = isWithoutUser ? "; `vmrun ssh` logs in as \(user)" : ""
      warnings.append(
        "\(image) is no full cloud-init, and ignores \(Suggestion.list(ignored, last: "and")): it takes "
          + "\(Suggestion.list(keys, last: "and")) of 'cloud_init'\(login)")
    }
    if let wanted = profile.ssh.user, wanted != user, !support.honours("user") {
      warnings.append(
        "\(image) makes no users: `vmrun ssh` logs in as '\(wanted)'\(place("ssh.user")), whom it has not; it has '\(user)'"
      )
    }
    return warnings
  }

  /// Files that are no text, which a seed brings in another encoding.
  private func binaryFiles(_ support: CloudInitSupport) -> [String] {
    guard !support.honours("write_files.encoding") else { return [] }
    let reader = ProfileFileReader(file: self)
    return (profile.cloudInit?.files ?? []).enumerated().compactMap { index, file in
      let key = "cloud_init.write_files[\(index)].source"
      guard case .source(let path) = file.content, let bytes = try? reader.bytes(path, of: key),
        String(validating: bytes, as: UTF8.self) == nil
      else { return nil }
      return "'\(path)', which is no text\(place(key))"
    }
  }

  private func place(_ keyPath: String) -> String { profile.locations[keyPath].map { " (\($0))" } ?? "" }
}
