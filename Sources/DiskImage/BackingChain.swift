internal import GLib
internal import Glibc
package import VMProfile

/// Which files QEMU opens with an image: what a file's header says must be safe before QEMU believes it.
package enum BackingChain {
  /// No disk is larger; a header that claims more was not made by an honest program.
  package static let maximumSize = ByteSize(bytes: 64 << 40)
  private static let maximumDepth = 16

  /// Checks an image and all images below it. Starts no process and opens nothing but regular files.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - folders: where images below it may be, beside its own folder.
  /// - Returns: the files, the image itself first.
  /// - Throws: `unreadableImage` that says which file asks for what.
  @discardableResult
  package static func check(_ path: String, folders: [String]) throws(DiskImageError) -> [String] {
    let own = TemporaryName.folder(of: path)
    let allowed = ([own] + folders).map { Folder.realPath($0) ?? $0 }
    var files: [String] = []
    var current = path
    // What the image above says that it is; QEMU goes by that.
    var format: String?
    while true {
      try checkFile(current)
      files.append(current)
      guard format != "raw", let header = QCOW2Header(path: current) else {
        guard format != "qcow2" else { throw refuse(current, "it should be a qcow2 and is none") }
        return files
      }
      try checkHeader(header, of: current)
      guard let name = header.backingFile else { return files }
      guard files.count < maximumDepth else { throw refuse(path, "more than \(maximumDepth) images lie below it") }
      current = try below(name, of: current, allowed: allowed)
      guard !files.contains(current) else { throw refuse(path, "an image below it is itself") }
      format = header.backingFormat
      guard let format else {
        // QEMU would look what it is, and there are formats that name further files.
        guard QCOW2Header(path: current) != nil else {
          throw refuse(
            files[files.count - 1],
            "it does not say what format its backing file \(current) has: say so with `qemu-img rebase -u -F raw -b …`")
        }
        continue
      }
      guard ["qcow2", "raw"].contains(format) else {
        throw refuse(files[files.count - 1], "its backing file has the format \(format), and vmrun takes qcow2 and raw")
      }
    }
  }

  /// The files of a chain as far as they can be followed, the image itself first: for showing, not for opening.
  package static func files(_ path: String) -> [String] {
    var files = [path]
    while files.count <= maximumDepth, let name = QCOW2Header(path: files[files.count - 1])?.backingFile {
      let folder = TemporaryName.folder(of: files[files.count - 1])
      let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
      guard !files.contains(path) else { break }
      files.append(path)
    }
    return files
  }

  static func checkHeader(_ header: QCOW2Header, of path: String) throws(DiskImageError) {
    guard !header.hasExternalData else {
      throw refuse(path, "its data are in another file; make one of both with `qemu-img convert -O qcow2 FROM TO`")
    }
    guard header.virtualSize <= maximumSize else {
      throw refuse(
        path,
        "its header claims a disk of \(header.virtualSize) (\(header.virtualSize.bytes) bytes), and vmrun takes "
          + "at most \(maximumSize)")
    }
  }

  private static func checkFile(_ path: String) throws(DiskImageError) {
    guard let status = FileStatus(path) else {
      throw refuse(path, String(cString: strerror(errno)))
    }
    guard status.kind == .file else {
      throw refuse(path, status.kind == .folder ? "it is a folder" : "it is not a regular file")
    }
    guard access(path, R_OK) == 0 else { throw refuse(path, String(cString: strerror(errno))) }
    guard status.size <= maximumSize.bytes else { throw refuse(path, "it has \(ByteSize(bytes: status.size))") }
  }

  /// The file that a header names, as QEMU would find it.
  private static func below(_ name: String, of image: String, allowed: [String]) throws(DiskImageError) -> String {
    // What has a colon before its first slash is a protocol to QEMU: json:, nbd:, ssh:, fd: and so on.
    guard !name.isEmpty, !name.contains("\0"), name.first(where: { ":/".contains($0) }) != ":" else {
      throw refuse(image, "its backing file is not a file: \(name.prefix(80).debugDescription)")
    }
    let path = name.hasPrefix("/") ? name : "\(TemporaryName.folder(of: image))/\(name)"
    guard let real = Folder.realPath(path) else {
      throw refuse(image, "its backing file \(path) is not there")
    }
    guard allowed.contains(where: { real.hasPrefix($0 == "/" ? "/" : $0 + "/") }) else {
      throw refuse(
        image,
        "its backing file is \(real), and only files in the image's own folder and in the image store are taken: "
          + "move them together, or make one file with `qemu-img convert -O qcow2 FROM TO`")
    }
    return real
  }

  private static func refuse(_ path: String, _ reason: String) -> DiskImageError {
    .unreadableImage(path: path, reason: reason)
  }
}
