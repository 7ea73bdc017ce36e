import Foundation
import GLib
import ProfileExchange
import Testing
import VMProfile

/// An input in `Golden/` and the profile that is made of it.
struct ImportGolden: Sendable, CustomTestStringConvertible {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden").path
  static let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    .filter { [".conf", ".xml", ".sh"].contains(where: $0.hasSuffix) }.map(ImportGolden.init)

  let file: String
  var testDescription: String { file }
  var expected: String { "\(Self.folder)/\(file.split(separator: ".")[0]).yml" }

  func imported() throws -> ImportedProfile {
    let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
    let kind = try ImportKind.of(text)
    return try kind == .libvirt
      ? ImportedProfile(libvirt: Markup.parse(text)) : ImportedProfile(text, kind: kind)
  }

  func yaml() throws -> String {
    let paths = ImportedPath(from: "/home/ann/vm", to: "/home/ann/project/Profiles")
    return try imported().yaml(source: file, paths: paths) { !$0.contains("ubuntu") }
  }
}

@Suite("Golden imports")
struct ImportGoldenTests {
  static let updates = ProcessInfo.processInfo.environment["VMRUN_UPDATE_GOLDEN"] == "1"

  @Test("A file of another program becomes the profile on record", arguments: ImportGolden.all)
  func profile(_ golden: ImportGolden) throws {
    let actual = try golden.yaml()
    if Self.updates { try actual.write(toFile: golden.expected, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOfFile: golden.expected, encoding: .utf8) == actual)
  }

  @Test("What an import writes is a profile without mistakes", arguments: ImportGolden.all)
  func valid(_ golden: ImportGolden) throws {
    _ = try Profile(yaml: golden.yaml(), name: #require(VMName("golden")), file: golden.file)
  }

  @Test func `Every kind of source has golden files`() throws {
    let kinds = try Set(
      ImportGolden.all.map { golden in
        try ImportKind.of(String(contentsOfFile: "\(ImportGolden.folder)/\(golden.file)", encoding: .utf8))
      })
    #expect(kinds == Set(ImportKind.allCases))
    #expect(ImportGolden.all.count >= 11)
  }
}
