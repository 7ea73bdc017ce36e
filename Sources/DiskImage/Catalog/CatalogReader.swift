internal import VMProfile
internal import YAML

/// Takes the entries of a catalogue out of its YAML, and says where a mistake is.
struct CatalogReader {
  private static let keys = ["name", "arch", "url", "digest", "description", "user", "firmware", "cloud_init"]

  let origin: String

  private var reader: RecipeReader { RecipeReader(file: origin, noun: "catalogue") }

  func entries(_ text: String) throws(DiskImageError) -> [CatalogEntry] {
    let root = try reader.root(text)
    guard let list = try reader.mapping(root, "the catalogue", keys: ["images"])["images"] else {
      throw reader.mistake(root, "'images' is missing: it is the list of images")
    }
    if list.isNull { return [] }
    guard let nodes = list.sequence else { throw reader.mistake(list, "images must be a list") }
    // Aliases are shared in memory, and a list of them would still take the time of a long one.
    guard nodes.count <= Catalog.entryLimit else {
      throw reader.mistake(list, "a catalogue has at most \(Catalog.entryLimit) images, and this one \(nodes.count)")
    }
    var entries: [CatalogEntry] = []
    var seen: Set<String> = []
    for node in nodes {
      let entry = try entry(node)
      guard seen.insert("\(entry.name) \(entry.arch.rawValue)").inserted else {
        throw reader.mistake(node, "'\(entry.name)' for \(entry.arch.rawValue) occurs twice")
      }
      entries.append(entry)
    }
    return entries
  }

  private func entry(_ node: YAMLNode) throws(DiskImageError) -> CatalogEntry {
    let map = try reader.mapping(node, "an image", keys: Self.keys)
    func value(_ key: String) throws(DiskImageError) -> (YAMLNode, String) {
      guard let value = map[key] else { throw reader.mistake(node, "'\(key)' is missing in an image") }
      return (value, try reader.string(value, key))
    }
    let (nameNode, name) = try value("name")
    guard ImageName.isValid(name) else {
      throw reader.mistake(nameNode, DiskImageError.invalidImageName(name).description)
    }
    let (archNode, archName) = try value("arch")
    guard let arch = Architecture(rawValue: archName) else {
      let known = Architecture.allCases.map(\.rawValue).joined(separator: ", ")
      throw reader.mistake(archNode, "'\(archName)' is no architecture that vmrun knows: they are \(known)")
    }
    let (urlNode, url) = try value("url")
    let (digestNode, digest) = try value("digest")
    return CatalogEntry(
      name: name, arch: arch,
      source: try taking(urlNode) { () throws(InvalidValue) in
        try ImageSource(parsing: url, relativeTo: TemporaryName.folder(of: origin) + (isRemote ? "/" : ""))
      },
      digest: try taking(digestNode) { () throws(InvalidValue) in try ImageDigest(parsing: digest) },
      description: try reader.optionalString(map["description"], "description") ?? "",
      user: try user(map["user"]), firmware: try firmware(map["firmware"]),
      cloudInit: try cloudInit(map["cloud_init"]))
  }

  private var isRemote: Bool { ImageSource.scheme(of: origin) != nil }

  private func taking<Value>(
    _ node: YAMLNode, _ body: () throws(InvalidValue) -> Value
  ) throws(DiskImageError) -> Value {
    do { return try body() } catch { throw reader.mistake(node, "\(error)") }
  }

  private func user(_ node: YAMLNode?) throws(DiskImageError) -> String? {
    guard let node else { return nil }
    let name = try reader.string(node, "user")
    guard UserName.isValid(name) else {
      throw reader.mistake(node, "'\(name)' is no user's name: it has letters, digits, '-' and '_', a letter first")
    }
    return name
  }

  private func firmware(_ node: YAMLNode?) throws(DiskImageError) -> CatalogEntry.Firmware? {
    guard let node else { return nil }
    let name = try reader.string(node, "firmware")
    guard let firmware = CatalogEntry.Firmware(rawValue: name) else {
      throw reader.mistake(node, "firmware is bios or uefi, not '\(name)'")
    }
    return firmware
  }

  private func cloudInit(_ node: YAMLNode?) throws(DiskImageError) -> CloudInitSupport? {
    guard let node else { return nil }
    let word = try reader.string(node, "cloud_init")
    guard let support = CloudInitSupport(word: word) else {
      throw reader.mistake(node, "cloud_init is full or none, not '\(word)'")
    }
    return support
  }
}
