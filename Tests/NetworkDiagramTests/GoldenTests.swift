import Foundation
import NetworkDiagram
import Testing

@Suite("Golden diagrams")
struct GoldenTests {
  /// `VMRUN_UPDATE_GOLDEN=1 swift test` writes the files anew; the difference is then read in review.
  private static let updates = ProcessInfo.processInfo.environment["VMRUN_UPDATE_GOLDEN"] == "1"
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test("A network is drawn as on record", arguments: ["lab", "office", "empty", "hostile"])
  func drawing(_ name: String) throws {
    let topology = try #require(Samples.all.first { $0.name == name }).topology
    try check(TextDiagram(topology).text, against: "\(name).txt")
    try check(TextDiagram(topology, isASCII: true).text, against: "\(name).ascii.txt")
    try check(MermaidDiagram(topology).text, against: "\(name).mmd")
    try check(SVGDiagram(topology).text, against: "\(name).svg")
  }

  private func check(_ drawing: String, against name: String) throws {
    let file = Self.folder.appending(path: name)
    if Self.updates { try Data("\(drawing)\n".utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == "\(drawing)\n", "\(name)")
  }
}
