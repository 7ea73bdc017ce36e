internal import Glibc

/// What is in a folder.
package enum Folder {
  /// The names in a folder without `.` and `..`; empty when it cannot be read.
  package static func names(_ path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a folder and all that is in it; links in it are removed, not followed.
  package static func remove(_ path: String) throws(RuntimeError) {
    for name in names(path) {
      let child = "\(path)/\(name)"
      var status = stat()
      if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        try remove(child)
      } else if unlink(child) != 0, errno != ENOENT {
        throw RuntimeError(.failed, "cannot remove \(child): \(String(cString: strerror(errno)))")
      }
    }
    guard rmdir(path) == 0 || errno == ENOENT else {
      throw RuntimeError(.failed, "cannot remove \(path): \(String(cString: strerror(errno)))")
    }
  }
}
