internal import DiskImage
internal import GLib
internal import Glibc
internal import QEMU
internal import VMProfile

/// What a profile's `image:` stands for.
struct FoundImage: Sendable {
  /// The base of the machine's disk, absolute.
  var disk: String
  var format: String
  var guest: GuestImage
  /// What is in it, as a project's lock has it: see `ProfileLock.Entry.content`. Nil: the machine's disk needs no image
  /// any more.
  var content: String?
  /// Of an image that the profile names by its path: what is in it is read only where somebody asks.
  var file: String?
  /// The machine's own disk stands on it, although the store has a newer one by now.
  var isKept = false
  /// The machine's own disk stands on nothing: only the kernel can be the image's.
  var isFlat = false
}

/// Finds images by name in the store, or by path.
struct ImageFinder {
  let directories: RuntimeDirectories

  var store: ImageStore { ImageStore(root: directories.images) }

  var recipeFolders: [String] {
    Recipe.searchFolders(
      from: VMHost.currentFolder, config: Folder.parent(of: directories.config), share: directories.share)
  }

  /// Bytes.
  static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// - Parameter recorded: the machine's existing disk: an older build of its image is still right for it, and the
  /// format of an unchanged base is known.
  /// - Returns: nil when the profile names none.
  func find(_ file: ProfileFile, architecture: Architecture, recorded: OverlayRecord?) async throws(RuntimeError)
    -> FoundImage?
  {
    guard let reference = file.profile.image else { return nil }
    do {
      switch reference {
      case .named(let name):
        let image: StoredImage
        do {
          image = try store.require(
            name, architecture, keeping: recorded?.base, recipes: recipeFolders,
            catalogs: { () throws(DiskImageError) in try catalogs.readOffline() })
        } catch {
          guard let recorded, recorded.isFlat == true, error.isImageMissing else { throw error }
          // A disk that stands on nothing needs no image where it boots by itself.
          guard recorded.bootsItself == true || !Self.takesKernel(file.profile) else {
            throw Self.kernelMissing(error, file)
          }
          return FoundImage(
            disk: recorded.base, format: recorded.baseFormat, guest: GuestImage(), content: nil, isFlat: true)
        }
        let guest = GuestImage(
          kernel: image.kernel, initrd: image.initrd, kernelArguments: image.kernelArguments, user: image.user,
          firmware: image.firmware.flatMap(FirmwareChoice.init), cloudInit: image.cloudInit)
        let isKept = try recorded?.base == image.disk && store.lookup(name, architecture)?.version != image.version
        return FoundImage(
          disk: image.disk, format: image.format, guest: guest, content: image.content, isKept: isKept,
          isFlat: recorded?.isFlat == true)
      case .path(let path):
        let absolute = file.absolute(path, of: "image")
        guard var disk = Folder.realPath(absolute) else {
          let writer = file.profile.locations.path(of: "image") ?? file.path
          throw RuntimeError(
            .unavailable,
            "there is no image \(absolute): put it there, or correct `image:`\(writer.map { " in \($0)" } ?? "")")
        }
        if let base = recorded?.base, try await isSame(disk, base) { disk = base }
        try BackingChain.check(disk, folders: [directories.images])
        let isKnown = recorded?.describes(disk) == true
        let format = isKnown ? recorded?.baseFormat : try await QEMUImage.probe(disk).format
        return FoundImage(
          disk: disk, format: format ?? "raw", guest: GuestImage(), content: nil, file: disk)
      }
    } catch {
      var failure = RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
      // Several profiles may be read at once, and one of them means it.
      if case .unknownImage? = error as? DiskImageError, let place = file.profile.locations["image"] {
        failure.message = "\(place): \(failure.message)"
      }
      throw failure
    }
  }

  /// Whether a machine starts its image's kernel, if that brings one: see `Resolver.boot()`.
  static func takesKernel(_ profile: Profile) -> Bool {
    profile.kernel == nil && (profile.boot ?? (profile.firmware == .uefi ? .disk : .kernel)) == .kernel
  }

  private static func kernelMissing(_ error: DiskImageError, _ file: ProfileFile) -> RuntimeError {
    RuntimeError(
      RuntimeError(error).kind,
      "the disk of '\(file.profile.name)' stands on its own, but its kernel comes from its image: \(error); or write "
        + "`boot: disk` if the disk starts by itself")
  }

  /// Whether a base in another checkout of the same source has the same content: the machine's disk stays on it.
  private func isSame(_ disk: String, _ base: String) async throws(RuntimeError) -> Bool {
    guard disk != base, let here = SourcePlace(path: disk), let there = SourcePlace(path: base),
      here.repository == there.repository, here.relative == there.relative, Folder.exists(base),
      Self.size(of: disk) == Self.size(of: base)
    else { return false }
    let content = FileContent(cache: directories.cache)
    return try await content.current(disk) == content.current(base)
  }
}
