internal import Glibc

extension DurableFile {
  /// Removes what writers of a file left beside it when they were killed in the middle. The caller holds the lock under
  /// which the file is written.
  package static func removeLeftovers(of path: String) {
    let folder = Folder.parent(of: path)
    let prefix = path.dropFirst(folder.count + 1) + "."
    for name in Folder.names(in: folder) where name.hasPrefix(prefix) && isTemporary(name.dropFirst(prefix.count)) {
      unlink("\(folder)/\(name)")
    }
  }

  /// `replace` takes a number, and GLib six letters or digits as mkstemp(3) does.
  private static func isTemporary(_ suffix: Substring) -> Bool {
    if suffix.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return UInt32(suffix) != nil }
    return suffix.utf8.count == 6 && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
