internal import DiskImage
internal import GLib
internal import Glibc
internal import VMProfile

/// Where catalogues are, nearest first: `VMRUN_CATALOG`, then `Images/catalog.yml` beside the folder of profiles, in the
/// nearest `Images/`, the user's and the installed one.
struct ImageCatalogs {
  let directories: RuntimeDirectories
  let recipeFolders: [String]
  /// The folders of profiles, nearest first.
  let profileFolders: [String]

  /// A team's own, by path or URL; nil when the environment names none.
  static var own: String? {
    guard let value = getenv("VMRUN_CATALOG") else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Reads them all.
  ///
  /// - Parameter isOffline: of one on a server the last copy is taken, if there is one.
  func read(isOffline: Bool) async throws(DiskImageError) -> Catalogs {
    var catalogs: [Catalog] = []
    if let own = Self.own {
      if own.contains("://") {
        if let catalog = try await Catalog.fetch(own, cache: directories.cache, isOffline: isOffline) {
          catalogs.append(catalog)
        }
      } else {
        catalogs.append(try Catalog(file: own.hasPrefix("/") ? own : "\(VMHost.currentFolder)/\(own)"))
      }
    }
    for file in files { catalogs.append(try Catalog(file: file)) }
    return Catalogs(catalogs)
  }

  private var files: [String] {
    var files: [String] = []
    for folder in profileFolders.map({ Folder.parent(of: $0) + "/Images" }) + recipeFolders {
      let file = "\(folder)/\(Catalog.fileName)"
      if Folder.exists(file), !files.contains(file) { files.append(file) }
    }
    return files
  }
}

extension ImageFinder {
  var catalogs: ImageCatalogs {
    let host = VMHost(directories: directories)
    return ImageCatalogs(
      directories: directories, recipeFolders: recipeFolders, profileFolders: host.lookup.folders(exists: Folder.exists)
    )
  }
}
