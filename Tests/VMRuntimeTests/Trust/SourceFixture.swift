import GLib
import VMProfile

@testable import VMRuntime

/// A source that was fetched, as far as its files go.
struct SourceFixture {
  static let commit = String(repeating: "0a", count: 20)
  static let other = String(repeating: "0b", count: 20)

  let folder = FolderOfTest()
  var host: VMHost {
    let root = folder.path
    return VMHost(
      directories: RuntimeDirectories(
        data: root + "/data", state: root + "/state", cache: root + "/cache", config: root + "/vmrun",
        sockets: root + "/run", share: root + "/share"))
  }

  /// Puts a file into the source `team`.
  func write(_ text: String, _ name: String, commit: String = commit) throws {
    try folder.write(text, "data/sources/team/0123456789abcdef/\(commit)/\(name)")
  }

  func path(_ name: String, commit: String = commit) -> String {
    "\(folder.path)/data/sources/team/0123456789abcdef/\(commit)/\(name)"
  }

  func file(_ name: String = "Profiles/web.yml", commit: String = commit) throws -> ProfileFile {
    try host.profile(at: path(name, commit: commit))
  }

  func reach(_ name: String = "Profiles/web.yml", commit: String = commit) throws -> ProfileReach? {
    try host.reach(of: file(name, commit: commit))
  }
}
