internal import GLib
internal import VMProfile

/// A file with sources of profiles: a project's, or the user's own.
struct SourceList: Sendable {
  /// `…/Profiles/vmrun.sources`.
  let path: String
  var sources: ProfileSources

  /// Reads the file; an empty list where there is none.
  init(path: String) throws(RuntimeError) {
    self.path = path
    guard Folder.exists(path) else {
      sources = ProfileSources()
      return
    }
    let text = try VMHost.text(of: path)
    do throws(ProfileError) {
      sources = try ProfileSources(yaml: text, file: VMHost.displayed(path))
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Writes the file; only the user's own folder is made for it.
  func write() throws(RuntimeError) {
    try translating { () throws(GLibError) in
      if Folder.exists(path) {
        try DurableFile.rewrite(sources.yaml.utf8, to: path)
      } else {
        let folder = Folder.parent(of: path)
        if !Folder.exists(folder) { try PrivateDirectory.ensure(folder) }
        try DurableFile.write(sources.yaml.utf8, to: path, mode: 0o666)
      }
    }
  }
}
