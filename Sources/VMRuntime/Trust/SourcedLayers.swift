internal import VMProfile

/// Those files of a profile that came from sources.
struct SourcedLayers {
  let places: [SourcePlace]
  private let profile: Profile
  /// The profile's own file is of a source, and so is what has no place.
  private let own: SourcePlace?
  /// By how messages name the files.
  private let byName: [String: SourcePlace]

  /// Nil when there are none.
  init?(_ file: ProfileFile) {
    var byName: [String: SourcePlace] = [:]
    var places: [SourcePlace] = []
    for layer in file.layers?.files ?? [] {
      guard let place = layer.path.flatMap(SourcePlace.init(path:)) else { continue }
      byName[layer.file] = place
      places.append(place)
    }
    own = file.path.flatMap(SourcePlace.init(path:))
    guard !places.isEmpty || own != nil else { return nil }
    self.places = places
    self.byName = byName
    profile = file.profile
  }

  /// Whether a value is written in a file of a source.
  func holds(_ location: SourceLocation?) -> Bool {
    guard let location else { return own != nil }
    return byName[location.file] != nil
  }

  /// Whether a path that leaves its file's folder stays in the checkout, in which nothing is a link.
  func staysInside(_ keyPath: String) -> Bool {
    guard let place = profile.locations[keyPath].flatMap({ byName[$0.file] }), let path = path(keyPath),
      !path.hasPrefix("/")
    else { return false }
    var depth = place.relative.split(separator: "/").count - 1
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }

  private func path(_ keyPath: String) -> String? {
    switch keyPath {
    case "image": return profile.image?.description
    case "kernel": return profile.kernel?.description
    case "initrd": return profile.initrd?.description
    case "cdrom": return profile.cdrom?.description
    default:
      for (index, disk) in profile.disks.enumerated() where keyPath == "disks[\(index)].file" {
        if case .file(let path, _, _) = disk.source { return path.description }
      }
      return nil
    }
  }

  /// What a permission is for: this profile of this repository, or the user's own file that extends one.
  func identity(_ file: ProfileFile) -> String {
    if let own { return "\(own.repository) \(own.name?.description ?? own.relative)" }
    return file.path ?? ""
  }
}
