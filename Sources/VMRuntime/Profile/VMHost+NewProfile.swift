internal import GLib
internal import Glibc
public import VMProfile

/// What came of writing a new profile.
public struct NewProfileOutcome: Sendable, Equatable {
  /// The profile's file.
  public var path: String
  /// The `.gitignore` that now names people's own layers; nil: it did before, or there is no git.
  public var ignoreFile: String?
}

extension VMHost {
  /// Writes a commented profile into the project's `Profiles/`, the nearest one going up from the current folder; a
  /// new one in the current folder when there is none.
  ///
  /// - Parameter attachment: what its one card is plugged into; nil: a machine without any.
  /// - Throws: `RuntimeError` of kind `failed` when there is a file of that name: none is ever overwritten.
  public func newProfile(
    _ name: VMName, image: ImageReference, attachment: Attachment?
  ) throws(RuntimeError) -> NewProfileOutcome {
    guard !"\(name).yml".hasSuffix(Self.localSuffix) else {
      throw RuntimeError(
        .usage, "\(name).yml would be a layer over another profile, not a machine: choose another name")
    }
    let current = Self.currentFolder
    let folder = lookup.projectFolder(exists: Folder.exists) ?? (current == "/" ? "/Profiles" : "\(current)/Profiles")
    let path = "\(folder)/\(name).yml"
    var template = ProfileTemplate(name: name, image: image, attachment: attachment)
    template.hasSchema = Folder.exists("\(folder)/profile.schema.json")
    do throws(ProfileError) {
      // What is written can be read, whatever the values.
      _ = try Profile(yaml: template.text, name: name, file: Self.displayed(path))
    } catch {
      throw RuntimeError(error)
    }
    if mkdir(folder, 0o777) != 0, errno != EEXIST { throw RuntimeError(GLibError.systemCall("create", folder)) }
    do throws(GLibError) { try DurableFile.create(template.text.utf8, at: path) } catch {
      guard error.code != EEXIST else {
        throw RuntimeError(
          .failed, "there is \(Self.displayed(path)) already: change it with `vmrun profile edit \(name)`")
      }
      throw RuntimeError(error)
    }
    let ignored = try GitIgnore(project: Folder.parent(of: folder)).addLocalLayers()
    return NewProfileOutcome(path: Self.displayed(path), ignoreFile: ignored.map(Self.displayed))
  }
}
