/// The files of a commit, as `git ls-tree -r -l -z` lists them.
struct SourceTree: Sendable {
  private(set) var files = 0
  private(set) var bytes = 0
  /// How many profiles a folder has.
  private var profiles: [String: Int] = [:]

  /// - Parameter listing: `mode type object size<TAB>path`, each ended by a NUL; a submodule has no size.
  init(_ listing: String) throws(RuntimeError) {
    for line in listing.utf8.split(separator: 0) {
      let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      let words = parts.first?.split(separator: UInt8(ascii: " ")) ?? []
      guard parts.count == 2, words.count == 4 else {
        throw RuntimeError(.failed, "git lists a commit in a form that is not known")
      }
      files += 1
      let (sum, overflow) = bytes.addingReportingOverflow(Int(String(Substring(words[3]))) ?? 0)
      bytes = overflow ? .max : sum
      let path = Substring(parts[1])
      if path.hasSuffix(".yml") {
        profiles[path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "", default: 0] += 1
      }
    }
  }

  /// What is too much of it; nil: nothing.
  func excess(_ limits: SourceLimits) -> String? {
    if files > limits.files { return "it has \(files) files, and \(limits.files) are allowed" }
    if bytes > limits.bytes {
      return "its files come to \(bytes >> 20) MiB, and \(limits.bytes >> 20) MiB are allowed"
    }
    guard let most = profiles.values.max(), most > limits.profiles else { return nil }
    return "it has \(most) profiles in one folder, and \(limits.profiles) are allowed"
  }
}
