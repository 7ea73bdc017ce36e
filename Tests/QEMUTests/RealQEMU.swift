import Glibc
import QEMU
import Testing
import VMProfile

/// The QEMU on the PATH, asked once.
enum RealQEMU {
  static func path(_ arch: Architecture) -> String? { ChildProcess.find("qemu-system-\(arch)") }

  static let x86Capabilities: QEMUCapabilities? = try? capabilities(.x86_64)
  static let armCapabilities: QEMUCapabilities? = try? capabilities(.aarch64)

  private static func capabilities(_ arch: Architecture) throws -> QEMUCapabilities? {
    guard let path = path(arch) else { return nil }
    return try TemporaryFolder.with { folder in
      var texts: [QEMUHelpTopic: String] = [:]
      for topic in QEMUHelpTopic.allCases {
        texts[topic] = try ChildProcess.output([path] + topic.arguments, in: folder)
      }
      return try QEMUCapabilities(texts: texts)
    }
  }
}

/// A private folder with a short name, since sockets in it have at most 107 bytes.
enum TemporaryFolder {
  static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/vmrun-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = try? ChildProcess(["rm", "-rf", "--", path], log: "/dev/null").wait(seconds: 30) }
    return try body(path)
  }
}
