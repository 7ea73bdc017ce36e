internal import GLib
internal import VMProfile
internal import YAML

extension Recipe {
  private static let keys = ["description", "release", "arches", "packages", "modules", "size", "user", "tools"]

  /// Reads `recipe.yml` in a folder.
  ///
  /// - Throws: `invalidRecipe` with file, line and column of the first mistake.
  package init(folder: String) throws(DiskImageError) {
    let name = TemporaryName.lastComponent(of: folder)
    try ImageName.check(name)
    let path = "\(folder)/recipe.yml"
    let bytes: [UInt8]
    do throws(GLibError) { bytes = try DurableFile.read(path, limit: 1 << 20) } catch { throw .file(error.description) }
    let reader = RecipeReader(file: path)
    let root = try reader.root(String(decoding: bytes, as: UTF8.self))
    let map = try reader.mapping(root, "the recipe", keys: Self.keys)
    self.name = name
    self.folder = folder
    description = try reader.optionalString(map["description"], "description") ?? ""
    user = try reader.optionalString(map["user"], "user")
    if let node = map["release"] { release = try reader.word(node, "release") }
    packages = try reader.words(map["packages"], "packages")
    modules = try reader.words(map["modules"], "modules")
    size = try reader.size(map["size"], default: "256M")
    tools = [:]
    if let node = map["tools"] {
      for (tool, package) in try reader.mapping(node, "tools", keys: nil) {
        tools[tool] = try reader.string(package, "tools.\(tool)")
      }
    }
    targets = [:]
    guard let arches = map["arches"] else { throw reader.mistake(root, "'arches' is missing: name at least one") }
    for (name, node) in try reader.mapping(arches, "arches", keys: Architecture.allCases.map(\.rawValue)) {
      guard let arch = Architecture(rawValue: name) else { continue }
      let target = try reader.mapping(node, "arches.\(name)", keys: ["debian", "kernel", "console"])
      func value(_ key: String) throws(DiskImageError) -> String {
        guard let value = target[key] else { throw reader.mistake(node, "'\(key)' is missing in arches.\(name)") }
        return try reader.word(value, "arches.\(name).\(key)")
      }
      targets[arch] = Target(debian: try value("debian"), kernel: try value("kernel"), console: try value("console"))
    }
    guard !targets.isEmpty else { throw reader.mistake(arches, "'arches' is empty: name at least one") }
  }
}
