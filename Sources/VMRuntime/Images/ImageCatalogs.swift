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
    guard own.contains("://") else { return Catalogs([try Catalog(file: Self.absolute(own))] + (try readFiles())) }
    let copy = try Catalog.cached(own, cache: directories.cache)
    return Catalogs((copy.map { [$0] } ?? []) + (try readFiles()))
  }

  /// The same, whatever is wrong with some of them; of a server that cannot be asked the last copy is taken.
  ///
  /// - Returns: those that can be read, and what is wrong with the others.
  func readAllThatCan() async -> (catalogs: Catalogs, faults: [DiskImageError]) {
    var (catalogs, faults): ([Catalog], [DiskImageError]) = ([], [])
    func take(_ body: () async throws(DiskImageError) -> Catalog?) async {
      do throws(DiskImageError) { if let catalog = try await body() { catalogs.append(catalog) } } catch {
        faults.append(error)
      }
    }
    if let own = Self.own {
      if own.contains("://") {
        let cache = directories.cache
        await take { () throws(DiskImageError) in try await Catalog.fetch(own, cache: cache) }
        if catalogs.isEmpty { await take { () throws(DiskImageError) in try Catalog.cached(own, cache: cache) } }
      } else {
        await take { () throws(DiskImageError) in try Catalog(file: Self.absolute(own)) }
      }
    }
    for file in files { await take { () throws(DiskImageError) in try Catalog(file: file) } }
    return (Catalogs(catalogs), faults)
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(VMHost.currentFolder)/\(path)"
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
