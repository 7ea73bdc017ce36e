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
}
