internal import GLib
internal import Glibc

extension Recipe {
  /// The folders in which recipes are looked for, nearest first: `Images/` in `folder` and above, then the
  /// user's, then the installed one.
  ///
  /// - Parameters:
  ///   - folder: the current folder.
  ///   - config: `$XDG_CONFIG_HOME`.
  ///   - share: `PREFIX/share/vmrun`; nil when not installed.
  package static func searchFolders(from folder: String, config: String, share: String?) -> [String] {
    var folders: [String] = []
    var current = folder
    while true {
      let candidate = current == "/" ? "/Images" : "\(current)/Images"
      // Only the nearest counts, as with profiles.
      if FileStatus(candidate)?.kind == .folder {
        folders.append(candidate)
        break
      }
      let parent = TemporaryName.folder(of: current)
      if current == "/" || parent == "." { break }
      current = parent
    }
    folders.append("\(config)/vmrun/Images")
    if let share { folders.append("\(share)/Images") }
    return folders
  }

  /// Reads the recipe of that name in the first of the folders that has it; nil when none has.
  package static func find(_ name: String, in folders: [String]) throws(DiskImageError) -> Recipe? {
    try ImageName.check(name)
    for folder in folders where FileStatus("\(folder)/\(name)/recipe.yml") != nil {
      return try Recipe(folder: "\(folder)/\(name)")
    }
    return nil
  }

  /// The names of all recipes in the folders, sorted.
  package static func names(in folders: [String]) -> [String] {
    var names: Set<String> = []
    for folder in folders {
      for name in Folder.names(in: folder)
      where ImageName.isValid(name) && FileStatus("\(folder)/\(name)/recipe.yml") != nil {
        names.insert(name)
      }
    }
    return names.sorted()
  }
}
