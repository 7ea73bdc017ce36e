internal import JSON
internal import Wording
internal import YAML

extension ProfileLock {
  /// Other programs that read YAML would take `7.2` for a number, and some names for a truth.
  static func quoted(_ text: String) -> String { JSONValue.string(text).compact }

  /// Reads the text of a lock file.
  ///
  /// - Throws: `ProfileError.invalid` with its mistakes.
  public init(yaml: String, file: String) throws(ProfileError) {
    let remedy = ": write the lock anew with `vmrun profile lock`"
    var reading = LockReading(file: try WrittenFileReading(yaml: yaml, file: file, remedy: remedy))
    entries = reading.entries()
    try reading.file.requireNone()
  }
}

private struct LockReading {
  var file: WrittenFileReading

  mutating func entries() -> [VMName: ProfileLock.Entry] {
    var result: [VMName: ProfileLock.Entry] = [:]
    guard let root = file.document.root, let pairs = file.mapping(root, "the lock") else {
      if file.document.root == nil {
        file.report(
          SourceLocation(file: file.document.file, line: 1, column: 1),
          "the lock is empty: write it anew with `vmrun profile lock`")
      }
      return [:]
    }
    guard pairs["version"]?.text == "1" else {
      file.report(pairs["version"] ?? root, "the version of the lock is not 1: was it written by a newer vmrun?")
      return [:]
    }
    guard let profiles = pairs["profiles"] else {
      file.report(root, "'profiles' is missing: write the lock anew with `vmrun profile lock`")
      return [:]
    }
    for (name, node) in file.mapping(profiles, "'profiles'") ?? [:] {
      guard let key = VMName(name) else {
        file.report(node, "'\(Excerpt.of(name))' is not the name of a profile")
        continue
      }
      if let entry = entry(node, name) { result[key] = entry }
    }
    return result
  }

  private mutating func entry(_ node: YAMLNode, _ name: String) -> ProfileLock.Entry? {
    guard let pairs = file.mapping(node, "'\(name)'") else { return nil }
    var texts: [String: String] = [:]
    // A machine without an image has neither of two.
    let keys = ["image", "arch", "content", "qemu"]
    for key in keys where pairs["image"] != nil || pairs["content"] != nil || key == "arch" || key == "qemu" {
      guard let text = pairs[key]?.text, !text.isEmpty, text.utf8.count <= 1024 else {
        file.report(pairs[key] ?? node, "'\(key)' is missing or no text: write the lock anew with `vmrun profile lock`")
        return nil
      }
      texts[key] = text
    }
    guard let arch = Architecture(rawValue: texts["arch"] ?? "") else {
      file.report(
        pairs["arch"] ?? node, "'arch' is '\(Excerpt.of(texts["arch"] ?? ""))': this is no architecture of vmrun's")
      return nil
    }
    guard let files = files(pairs["files"], name) else { return nil }
    return ProfileLock.Entry(
      image: texts["image"], arch: arch, content: texts["content"], files: files, qemu: texts["qemu"] ?? "")
  }

  /// Locks of earlier versions have none.
  private mutating func files(_ node: YAMLNode?, _ name: String) -> [String: String]? {
    guard let node else { return [:] }
    guard let pairs = file.mapping(node, "'files' of '\(name)'") else { return nil }
    var files: [String: String] = [:]
    for (key, value) in pairs {
      guard let text = value.text, !text.isEmpty, text.utf8.count <= 1024, key.utf8.count <= 128 else {
        file.report(value, "'\(Excerpt.of(key))' is no text: write the lock anew with `vmrun profile lock`")
        return nil
      }
      files[key] = text
    }
    return files
  }
}
