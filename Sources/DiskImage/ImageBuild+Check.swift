internal import GLib
internal import Glibc

extension ImageBuild {
  /// What the script says it made is there, and stands on its own.
  func check(_ staging: String, _ version: String) async throws(DiskImageError) {
    let image: StoredImage
    switch ImageManifest.read(folder: staging, name: recipe.name, arch: arch, version: version) {
    case .success(let read): image = read
    case .failure(let fault): throw failed("its script made no whole image: \(fault.reason)")
    }
    let info = try await QEMUImage.info(image.disk)
    guard info.format == image.format else {
      throw failed("its disk is \(info.format), not \(image.format) as image.json says")
    }
    guard info.backingFile == nil, info.dataFile == nil else {
      throw failed("its disk depends on another file, \(info.backingFile ?? info.dataFile ?? "")")
    }
  }

  /// Makes everything read-only and waits until it is on the disk.
  func seal(_ folder: String) throws(DiskImageError) {
    for name in Folder.names(in: folder) {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { throw .file(GLibError.systemCall("look at", path).description) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try seal(path)
      case S_IFREG:
        guard chmod(path, 0o444) == 0 else { throw .file(GLibError.systemCall("protect", path).description) }
        try Durable.sync(path)
      // A link, a device or a socket is none of an image's parts.
      default: throw failed("its script left \(name), which is not a file")
      }
    }
    try Durable.sync(folder)
  }
}
