internal import GLib
internal import JSON
internal import VMProfile

/// `image.json`: what a recipe's script says that it made.
enum ImageManifest {
  static let fileName = "image.json"

  /// Reads and checks a folder: every file that the manifest names is there, and nothing outside is named.
  ///
  /// - Returns: the image, or what is wrong with it.
  static func read(
    folder: String, name: String, arch: Architecture, version: String
  ) -> Result<StoredImage, ImageFault> {
    do throws(ImageFault) {
      return .success(try load(folder: folder, name: name, arch: arch, version: version))
    } catch { return .failure(error) }
  }

  private static func load(
    folder: String, name: String, arch: Architecture, version: String
  ) throws(ImageFault) -> StoredImage {
    guard let content = DurableFile.text("\(folder)/\(fileName)") else { throw ImageFault("\(fileName) is missing") }
    guard let json = try? JSONValue(parsing: content), json.objectValue != nil else {
      throw ImageFault("\(fileName) is not a JSON object")
    }
    func text(_ key: String) throws(ImageFault) -> String? {
      switch json[key] {
      case nil, .null?: return nil
      case .string(let value)?: return value.isEmpty ? nil : value
      default: throw ImageFault("'\(key)' in \(fileName) is not a text")
      }
    }
    func file(_ key: String) throws(ImageFault) -> String? {
      guard let name = try text(key) else { return nil }
      guard !name.contains("/"), name != ".", name != ".." else {
        throw ImageFault("'\(key)' in \(fileName) names a file elsewhere: \(name)")
      }
      guard let status = FileStatus("\(folder)/\(name)"), status.kind == .file else {
        throw ImageFault("\(name) is missing")
      }
      guard status.size > 0 else { throw ImageFault("\(name) is empty") }
      return "\(folder)/\(name)"
    }
    func digest(_ key: String) throws(ImageFault) -> ImageDigest? {
      guard let text = try text(key) else { return nil }
      do { return try ImageDigest(parsing: text) } catch { throw ImageFault("'\(key)' in \(fileName) is no digest") }
    }
    guard try text("name") == name else { throw ImageFault("\(fileName) is about another image") }
    guard try text("arch") == arch.rawValue else { throw ImageFault("\(fileName) is about another architecture") }
    guard let disk = try file("disk") else { throw ImageFault("\(fileName) names no disk") }
    let format = try text("format") ?? "qcow2"
    guard ["qcow2", "raw"].contains(format) else { throw ImageFault("its disk has the format \(format)") }
    return StoredImage(
      name: name, arch: arch, version: version, description: try text("description") ?? "", folder: folder,
      disk: disk, format: format, kernel: try file("kernel"), initrd: try file("initrd"),
      kernelArguments: try text("cmdline"), user: try text("user"),
      packages: packages(json["packages"]), firmware: try text("firmware"), source: try text("source"),
      digest: try digest("digest"), diskDigest: try digest("diskDigest"), cloudInit: try cloudInit(json["cloud_init"]))
  }

  /// `full`, `none`, or a list of the keys that the image's own reader takes.
  private static func cloudInit(_ json: JSONValue?) throws(ImageFault) -> CloudInitSupport? {
    switch json {
    case nil, .null?: return nil
    case .string(let word)?:
      if let support = CloudInitSupport(word: word) { return support }
    case .array(let elements)? where elements.count <= 64:
      let keys = elements.compactMap(\.stringValue)
      let isPlain = { (key: String) in
        key.utf8.count <= 64
          && key.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || isLetter($0) }
      }
      if keys.count == elements.count, keys.allSatisfy(isPlain) { return .keys(keys) }
    default: break
    }
    throw ImageFault("'cloud_init' in \(fileName) is neither full, none nor a list of keys")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

  private static func packages(_ json: JSONValue?) -> [String: String] {
    var result: [String: String] = [:]
    for (name, version) in json?.objectValue?.members ?? [] { result[name] = version.stringValue }
    return result
  }
}

extension ImageManifest {
  /// The text of an image's manifest, for an image that vmrun itself puts together.
  static func text(_ image: StoredImage) -> String {
    var object = JSONObject([])
    func add(_ key: String, _ value: String?) { object[key] = value.map(JSONValue.string) }
    func file(_ path: String?) -> String? { path.map(TemporaryName.lastComponent) }
    add("name", image.name)
    add("arch", image.arch.rawValue)
    add("description", image.description)
    add("disk", file(image.disk))
    add("format", image.format)
    add("kernel", file(image.kernel))
    add("initrd", file(image.initrd))
    add("cmdline", image.kernelArguments)
    add("user", image.user)
    add("firmware", image.firmware)
    switch image.cloudInit {
    case nil: break
    case .full?: add("cloud_init", "full")
    case .missing?: add("cloud_init", "none")
    case .keys(let keys)?: object["cloud_init"] = .array(keys.map(JSONValue.string))
    }
    add("source", image.source)
    add("digest", image.digest?.text)
    add("diskDigest", image.diskDigest?.text)
    if !image.packages.isEmpty {
      object["packages"] = .object(
        JSONObject(image.packages.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }))
    }
    return JSONValue.object(object).pretty + "\n"
  }
}

/// What is wrong with an image's folder.
struct ImageFault: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
