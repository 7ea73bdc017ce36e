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
      guard let entry = catalogs.find(name, arch ?? .host) else {
        let others = catalogs.architectures(name)
        guard others.isEmpty else { throw .notInCatalog(name: name, arch: arch ?? .host, others: others) }
        throw .notInAnyCatalog(name: name, known: catalogs.names.sorted(), isRecipe: recipeNames().contains(name))
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
  package func importImage(
    _ source: String, name: String, arch: Architecture?, digest: ImageDigest?, user: String?,
    firmware: CatalogEntry.Firmware?, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws(RuntimeError) -> PullOutcome {
    let place: ImageSource
    do { place = try ImageSource(parsing: source, relativeTo: Self.currentFolder) } catch {
      throw RuntimeError(.usage, "\(error)")
    }
    var request = PullRequest(name: name, arch: arch ?? .host, source: place, digest: digest)
    request.user = user
    request.firmware = firmware
    do { return try await imageStore.pull(request, progress: progress) } catch { throw RuntimeError(error) }
  }

  /// What catalogues offer.
  package func catalogEntries() async throws(RuntimeError) -> [CatalogEntry] {
    do { return try await ImageFinder(directories: directories).catalogs.read().entries } catch {
      throw RuntimeError(error)
    }
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
