extension StoredImage {
  /// Where a version of an image came from. Versions of one origin follow each other; those of two are two images that
  /// happen to have one name.
  package enum Origin: Sendable, Hashable {
    case recipe
    /// A URL.
    case pulled(String)
    /// A file of this host, by its path then.
    case imported(String)
    /// The disk of a machine, by its name; empty where nobody wrote it down.
    case committed(String)

    /// In one word, for lists.
    package var word: String {
      switch self {
      case .recipe: "built"
      case .pulled: "pulled"
      case .imported: "imported"
      case .committed: "committed"
      }
    }

    package var text: String {
      switch self {
      case .recipe: "built by its recipe"
      case .pulled(let url): "pulled from \(url)"
      case .imported(let path): "imported from \(path)"
      case .committed(let machine):
        "committed from " + (machine.isEmpty ? "a machine's disk" : "the disk of \(machine)")
      }
    }
  }

  package var origin: Origin {
    if let source { return ImageSource.scheme(of: source) == nil ? .imported(source) : .pulled(source) }
    // A recipe's script writes no digest; whatever vmrun put together itself has one.
    guard diskDigest != nil else { return .recipe }
    let isWritten = description.hasPrefix(Self.committedDescription)
    return .committed(isWritten ? String(description.dropFirst(Self.committedDescription.count)) : "")
  }

  /// What the description of a committed image begins with; the machine's name follows.
  package static let committedDescription = "made from the disk of "
}
