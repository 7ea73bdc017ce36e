internal import GLib
internal import Glibc
package import VMProfile

/// A profile's file, or a person's own layer over it, while it is changed: what is put there is checked first.
package struct ProfileEditing: Sendable {
  package let name: VMName
  /// The file that is changed; a layer may not exist yet.
  package let path: String
  /// The file as messages name it.
  package var displayed: String { VMHost.displayed(path) }
  /// Its text now; of a new layer what to begin with.
  package let original: String
  private let exists: Bool
  /// The profile's own file, which is `path` itself unless that is a layer.
  private let profile: String
  private let host: VMHost

  /// - Parameter local: change the layer over the profile, not the profile.
  package init(_ reference: String, local: Bool, host: VMHost) throws(RuntimeError) {
    self.host = host
    profile = try host.profilePath(reference)
    guard !profile.hasSuffix(VMHost.localSuffix) else {
      throw RuntimeError(.usage, "\(VMHost.displayed(profile)) is a layer: name its profile, with --local")
    }
    let layer: String
    if let place = SourcePlace(path: profile) {
      name = try host.machineName(reference)
      guard local else {
        throw RuntimeError(
          .usage,
          "'\(reference)' is of the source '\(place.source)': change it there, or write what is your own with "
            + "`vmrun profile edit \(reference) --local`")
      }
      layer = host.localLayer(over: place) ?? "\(host.ownProfileFolder)/\(name)\(VMHost.localSuffix)"
    } else {
      name = try Self.name(profile)
      layer = profile.hasSuffix(".yml") ? profile.dropLast(4) + VMHost.localSuffix : profile + VMHost.localSuffix
    }
    path = local ? Folder.realPath(layer) ?? layer : profile
    exists = Folder.exists(path)
    let folder = Folder.parent(of: path)
    guard access(folder, W_OK) == 0 else {
      throw RuntimeError(
        .noPermission,
        "\(VMHost.displayed(path)) cannot be changed by this user: copy \(profile) into Profiles/ of your project")
    }
    original = exists ? try VMHost.text(of: path) : Self.beginning(name)
  }

  private static func name(_ profile: String) throws(RuntimeError) -> VMName {
    do throws(InvalidValue) { return try VMName(parsing: VMHost.stem(profile)) } catch {
      throw RuntimeError(.invalidProfile, "\(profile): a machine is named after its file, and \(error)")
    }
  }

  /// Reads a text as what the file would hold.
  ///
  /// - Throws: `RuntimeError` of kind `invalidProfile` with all mistakes.
  package func check(_ text: String) throws(RuntimeError) {
    var reader = host.profileReader(of: profile)
    let edited = ProfileSource(path: path, file: VMHost.displayed(path), text: text)
    let own = path == profile ? text : try VMHost.text(of: profile)
    if path != profile { reader.local = { _ throws(ProfileError) in edited } }
    do throws(ProfileError) {
      let source = ProfileSource(path: profile, file: VMHost.displayed(profile), text: own)
      _ = try Profile(ProfileLayers(source, reader: reader), name: name)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Puts a text that was checked into the file.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when somebody else has changed the file since.
  package func write(_ text: String) throws(RuntimeError) -> Outcome {
    guard !exists || DurableFile.text(path) == original else {
      throw RuntimeError(.failed, "\(VMHost.displayed(path)) was changed by somebody else meanwhile")
    }
    let folder = Folder.parent(of: path)
    let faulty = faultyNames(in: folder)
    do throws(GLibError) {
      if exists { try DurableFile.rewrite(text.utf8, to: path) } else { try DurableFile.create(text.utf8, at: path) }
    } catch {
      throw RuntimeError(error)
    }
    var outcome = Outcome(broken: faultyNames(in: folder).subtracting(faulty).sorted())
    if path != profile, folder.hasSuffix("/Profiles") {
      outcome.ignoreFile = try GitIgnore(project: Folder.parent(of: folder)).addLocalLayers().map(VMHost.displayed)
    }
    return outcome
  }

  /// What came of putting a text into the file.
  package struct Outcome: Sendable {
    /// Other profiles beside it that have mistakes now, as they extend it.
    package var broken: [String]
    /// The `.gitignore` that now names people's own layers; nil: that was not changed.
    package var ignoreFile: String?
  }

  private func faultyNames(in folder: String) -> Set<String> {
    Set(host.profileNames(in: folder).filter { (try? host.profile(at: "\(folder)/\($0).yml")) == nil })
  }

  private static func beginning(_ name: VMName) -> String {
    """
    # Your own layer over \(name).yml, which git leaves alone. What is written here wins: mappings are joined, lists and
    # single values replace what \(name).yml has, and a key without a value removes it.
    # memory: 2G

    """
  }
}
