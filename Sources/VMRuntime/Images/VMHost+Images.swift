internal import DiskImage
internal import QEMU
public import VMProfile
internal import Wording

/// An image of the store.
public struct ImageStatus: Sendable, Equatable {
  public var name: String
  public var arch: Architecture
  public var version: String
  public var description: String
  /// The base disk's file.
  public var disk: String
}

extension VMHost {
  /// The images that are built.
  public func images() -> [ImageStatus] {
    ImageFinder(directories: directories).store.list().map(ImageStatus.init)
  }

  /// Recipes that can be seen from the current folder, by name.
  public func recipeNames() -> [String] { Recipe.names(in: ImageFinder(directories: directories).recipeFolders) }

  /// Makes an image by its recipe, unless it is there from the same recipe.
  ///
  /// - Parameters:
  ///   - arch: nil: the host's.
  ///   - force: make it again, for newer packages.
  ///   - progress: gets one line for each step.
  /// - Returns: the image, and whether it was made now.
  public func buildImage(
    _ name: String, arch: Architecture? = nil, force: Bool = false, progress: @escaping @Sendable (String) -> Void
  ) async throws(RuntimeError) -> (image: ImageStatus, wasBuilt: Bool) {
    let finder = ImageFinder(directories: directories)
    do {
      guard let recipe = try Recipe.find(name, in: finder.recipeFolders) else {
        let known = Recipe.names(in: finder.recipeFolders)
        let others = known.isEmpty ? "" : "; there are \(known.joined(separator: ", "))"
        let isOffered = ((try? knownCatalogEntries()) ?? []).contains { $0.name == name }
        let meant = Suggestion.nearest(to: name, among: known).map { ": did you mean '\($0)'?" }
        throw RuntimeError(
          .invalidProfile,
          "there is no recipe '\(name)' (looked in \(finder.recipeFolders.joined(separator: ", "))\(others))"
            + (isOffered ? ": a catalogue has it, run `vmrun image pull \(name)`" : meant ?? ""))
      }
      let outcome = try await finder.store.build(
        recipe, arch ?? .host, force: force, cache: "\(directories.cache)/images/\(name)",
        basesInUse: { Set(diskUse().values.joined()) },
        progress: progress)
      switch outcome {
      case .built(let image): return (ImageStatus(image), true)
      case .upToDate(let image): return (ImageStatus(image), false)
      }
    } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
    }
  }
}

extension ImageStatus {
  init(_ image: StoredImage) {
    self.init(
      name: image.name, arch: image.arch, version: image.version, description: image.description, disk: image.disk)
  }
}
