import Glibc
import QEMU

/// Files beside the tests; read and written with the C library, which reports what it could not do.
enum Fixture {
  static let folder = "\(#filePath)".split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }

  static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }

  /// The names in a folder that end in a suffix, without it, in order.
  static func names(in path: String, suffix: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(suffix) { names.append(String(name.dropLast(suffix.count))) }
    }
    return names.sorted()
  }

  /// The help texts that a release printed, by the name of its folder: `7.2-x86_64`.
  static func helpTexts(_ release: String) -> [QEMUHelpTopic: String] {
    var texts: [QEMUHelpTopic: String] = [:]
    for topic in QEMUHelpTopic.allCases { texts[topic] = text("\(folder)/Fixtures/\(release)/\(topic.rawValue).txt") }
    return texts
  }

  static func capabilities(_ release: String) throws -> QEMUCapabilities {
    try QEMUCapabilities(texts: helpTexts(release))
  }
}
