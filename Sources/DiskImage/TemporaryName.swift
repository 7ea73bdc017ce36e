internal import GLib
internal import Glibc

/// Names of files that are not finished yet.
enum TemporaryName {
  static let marker = ".vmrun-new-"

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func lastComponent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// A new name in the same folder, so that a rename can put the finished file into its place. It does not
  /// contain the target's name, which may be as long as a name can be.
  static func beside(_ path: String) -> String {
    "\(folder(of: path))/\(marker)\(tag(of: path))-\(getpid())-\(UInt32.random(in: 0 ... .max))"
  }

  /// Removes what earlier processes that were killed left for this target. The caller holds the lock under
  /// which the target is written, so that nobody is at work on them.
  static func removeLeftovers(of path: String) {
    let folder = folder(of: path)
    for name in Folder.names(in: folder) where name.hasPrefix("\(marker)\(tag(of: path))-") {
      try? Folder.remove("\(folder)/\(name)")
    }
  }

  private static func tag(of path: String) -> String {
    String(Checksum.sha256(lastComponent(of: path).utf8).prefix(8))
  }
}
