package import DiskImage
internal import GLib
package import VMProfile

extension VMHost {
  /// Brings an image of a catalogue into the store.
  ///
  /// - Parameter arch: nil: the host's.
  package func pullImage(
    _ name: String, arch: Architecture?, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws(RuntimeError) -> PullOutcome {
    let finder = ImageFinder(directories: directories)
    do throws(DiskImageError) {
      let catalogs = try await finder.catalogs.read()
      if !catalogs.names.contains(name), Folder.exists(name) {
        throw .file(
          "'\(name)' is in no catalogue; for the file of that name run `vmrun image import \(name) --name NAME`")
      }
      guard let entry = catalogs.find(name, arch ?? .host) else {
        let others = catalogs.architectures(name)
        guard others.isEmpty else { throw .notInCatalog(name: name, arch: arch ?? .host, others: others) }
        throw .notInAnyCatalog(
          name: name, known: catalogs.names.sorted(), recipes: recipeNames(),
          searched: catalogs.catalogs.map { Self.displayed($0.origin) })
      }
      return try await finder.store.pull(PullRequest(entry), progress: progress)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Brings an image from anywhere into the store.
  ///
  /// - Parameters:
  ///   - source: a URL, or a path.
  ///   - digest: what it has to be; a URL must come with one.
  ///   - replaces: whether it may take the name of an image of another origin.
  package func importImage(
    _ source: String, name: String, arch: Architecture?, digest: ImageDigest?, user: String?,
    firmware: CatalogEntry.Firmware?, replaces: Bool = false, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws(RuntimeError) -> PullOutcome {
    var place: ImageSource
    do { place = try ImageSource(parsing: source, relativeTo: Self.currentFolder) } catch {
      throw RuntimeError(.usage, "\(error)")
    }
    // One path for one file, whatever words lead there: it tells whether this is a new version of the same.
    if case .file(let path) = place, let folder = Folder.realPath(Folder.parent(of: path)),
      let file = path.split(separator: "/").last
    {
      place = .file(folder == "/" ? "/\(file)" : "\(folder)/\(file)")
    }
    var request = PullRequest(name: name, arch: arch ?? .host, source: place, digest: digest)
    request.user = user
    request.firmware = firmware
    request.replaces = replaces
    do { return try await imageStore.pull(request, progress: progress) } catch { throw RuntimeError(error) }
  }

  /// What catalogues offer, and what is wrong with those that cannot be read.
  package func catalogEntries() async -> (entries: [CatalogEntry], faults: [RuntimeError]) {
    let (catalogs, faults) = await ImageFinder(directories: directories).catalogs.readAllThatCan()
    return (catalogs.entries, faults.map { RuntimeError($0) })
  }

  /// What catalogues offered when servers were last asked.
  package func knownCatalogEntries() throws(RuntimeError) -> [CatalogEntry] {
    do { return try ImageFinder(directories: directories).catalogs.readOffline().entries } catch {
      throw RuntimeError(error)
    }
  }

  /// The images of the store, current versions only.
  package func storedImages() -> [StoredImage] { imageStore.list() }
}
