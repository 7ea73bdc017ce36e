internal import GLib
internal import Glibc
package import VMProfile

extension Recipe {
  /// Names what an image is made from: the first 12 digits of the SHA-256 over the architecture, all of the recipe's
  /// folder, and what recipes share.
  package func version(_ arch: Architecture) throws(DiskImageError) -> String {
    var text = "\(arch.rawValue)\n"
    try Self.digest(folder, "", into: &text)
    if FileStatus(sharedFolder)?.kind == .folder {
      text += "shared\n"
      try Self.digest(sharedFolder, "", into: &text)
    }
    return String(Checksum.sha256(text.utf8).prefix(12))
  }

  private static func digest(_ root: String, _ path: String, into text: inout String) throws(DiskImageError) {
    for name in Folder.names(in: root + path) where !name.hasSuffix("~") && !name.hasSuffix(".swp") {
      let inner = "\(path)/\(name)"
      var status = stat()
      guard lstat(root + inner, &status) == 0 else {
        throw .file(GLibError.systemCall("look at", root + inner).description)
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try digest(root, inner, into: &text)
      case S_IFREG:
        let bytes: [UInt8]
        do throws(GLibError) { bytes = try DurableFile.read(root + inner) } catch { throw .file(error.description) }
        // Only whether it can be run: git keeps no more of the mode than that.
        text += "\(inner) \(status.st_mode & 0o100 != 0) \(Checksum.sha256(bytes))\n"
      case S_IFLNK:
        var target = [CChar](repeating: 0, count: 4096)
        let count = max(0, readlink(root + inner, &target, target.count))
        text += "\(inner) -> \(String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self))\n"
      default: break
      }
    }
  }
}
