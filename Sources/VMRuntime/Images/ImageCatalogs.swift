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
  func read() async throws(DiskImageError) -> Catalogs {
    guard let url = Self.own, url.contains("://") else { return try readOffline() }
    return Catalogs([try await Catalog.fetch(url, cache: directories.cache)] + (try readFiles()))
  }

  /// The same without a word to any server: of one that is on a server the last copy is taken, if there is one.
  func readOffline() throws(DiskImageError) -> Catalogs {
    guard let own = Self.own else { return Catalogs(try readFiles()) }
    guard own.contains("://") else {
      let path = own.hasPrefix("/") ? own : "\(VMHost.currentFolder)/\(own)"
      return Catalogs([try Catalog(file: path)] + (try readFiles()))
    }
    let copy = try Catalog.cached(own, cache: directories.cache)
    return Catalogs((copy.map { [$0] } ?? []) + (try readFiles()))
  }

  private func readFiles() throws(DiskImageError) -> [Catalog] {
    var catalogs: [Catalog] = []
    for file in files { catalogs.append(try Catalog(file: file)) }
    return catalogs
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
