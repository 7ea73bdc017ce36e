import Foundation

/// The profiles and networks of the repository.
enum ShippedProfiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Profiles")

  static let networks = folder.appending(path: "networks")

  static func names(in folder: URL = folder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yml") }
      .map { String($0.dropLast(4)) }.sorted()
  }

  static func text(of name: String, in folder: URL = folder) throws -> String {
    try String(contentsOf: folder.appending(path: "\(name).yml"), encoding: .utf8)
  }
}
