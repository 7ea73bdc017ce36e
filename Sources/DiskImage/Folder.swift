internal import GLib
internal import Glibc

/// Folders and their content.
enum Folder {
  /// The names in a folder, sorted, without `.` and `..`; empty when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes a folder with its parents, as `PrivateDirectory` does.
  static func ensure(_ path: String) throws(DiskImageError) {
    do throws(GLibError) { try PrivateDirectory.ensure(path) } catch { throw .file(error.description) }
  }

  /// Removes a file, or a folder with all that is in it. Follows no symbolic link. What is gone already is
  /// no error.
  static func remove(_ path: String) throws(DiskImageError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw .file(GLibError.systemCall("look at", path).description)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      // A build may leave folders that even their owner cannot write.
      if status.st_mode & 0o700 != 0o700 { chmod(path, 0o700) }
      for name in names(in: path) { try remove("\(path)/\(name)") }
      guard rmdir(path) == 0 || errno == ENOENT else {
        throw .file(GLibError.systemCall("remove", path).description)
      }
    } else {
      guard unlink(path) == 0 || errno == ENOENT else {
        throw .file(GLibError.systemCall("remove", path).description)
      }
    }
  }

  /// A new folder with mode 0700, whose name starts as given.
  static func temporary(prefix: String) throws(DiskImageError) -> String {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .file(GLibError.systemCall("create a folder", prefix).description) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
