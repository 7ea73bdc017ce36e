internal import DiskImage
internal import GLib
internal import VMProfile
internal import Wording

extension Machine {
  /// Why the machine has no disk, and what gives it one.
  ///
  /// - Parameter remedy: for one that was never started; nil: to start it.
  func noDisk(_ remedy: String? = nil) -> RuntimeError {
    if let profile = (try? host.profile("\(name)"))?.profile, profile.image == nil, profile.disk == nil {
      return RuntimeError(.failed, "'\(name)' has no disk: its profile names neither `image` nor `disk`")
    }
    guard look().record?.run == nil else {
      return RuntimeError(.failed, "'\(name)' has no disk yet: its next start without --ephemeral makes one")
    }
    return RuntimeError(
      .failed,
      "'\(name)' was never started, so it has no disk yet: " + (remedy ?? "`vmrun start \(name)` makes one"))
  }

  /// The file in which the user can set a value of the machine's profile: over a source's profile that is a layer of their
  /// own.
  var shownProfile: String {
    guard let path = try? host.profilePath("\(name)") else { return "its profile" }
    guard let place = SourcePlace(path: path) else { return host.shown(path) }
    let folder = host.lookup.folders(exists: Folder.exists).first ?? "Profiles"
    return VMHost.displayed(host.localLayer(over: place) ?? "\(folder)/\(name)\(VMHost.localSuffix)")
  }
}

extension VMHost {
  /// Whether a word of the command line is a file's path, and not a machine's or an image's name. `team/web` is a
  /// machine, unless there is a file.
  package func isPath(_ reference: String) -> Bool {
    reference.contains("/") && (SourcedName(reference) == nil || Folder.exists(reference))
  }

  /// Whether there is a file or a folder at a path.
  package func isThere(_ path: String) -> Bool { Folder.exists(path) }

  /// What is wrong with a name that is no image's and no disk's.
  func unknownDisk(_ name: String) -> RuntimeError {
    if Folder.exists(name), !isPath(name) {
      return RuntimeError(.usage, "'\(name)' is no image and no machine: for the file of that name write ./\(name)")
    }
    do throws(RuntimeError) {
      _ = try profilePath(name)
      return machine(try machineName(name)).noDisk()
    } catch {
      // Whoever writes `team/web` means a source.
      if name.contains("/") { return error }
    }
    if recipeNames().contains(name) {
      return RuntimeError(DiskImageError.imageNotBuilt(name: name, arch: .host))
    }
    let offered = ((try? knownCatalogEntries()) ?? []).map(\.name)
    let known = imageStore.names() + machines().map { "\($0.name)" } + profileNames() + recipeNames() + offered
    let meant = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
    return RuntimeError(
      .usage,
      "'\(name)' is neither an image, nor a machine, nor in a catalogue: "
        + (meant ?? "see `vmrun image list` and `vmrun list`"))
  }
}
