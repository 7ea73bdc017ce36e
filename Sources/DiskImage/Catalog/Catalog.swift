internal import GLib
internal import VMProfile

/// A list of images that can be had: `catalog.yml`.
package struct Catalog: Sendable, Equatable {
  package static let fileName = "catalog.yml"
  /// Bytes that such a file may have.
  static let sizeLimit = 1 << 20
  static let entryLimit = 2000

  /// The file, or the URL that it came from.
  package var origin: String
  package var entries: [CatalogEntry]

  /// Reads a catalogue's file.
  ///
  /// - Throws: `invalidRecipe` with file, line and column of the first mistake.
  package init(file: String) throws(DiskImageError) {
    let bytes: [UInt8]
    do throws(GLibError) { bytes = try DurableFile.read(file, limit: Self.sizeLimit) } catch {
      throw .file(error.description)
    }
    try self.init(bytes, origin: file)
  }

  /// - Parameter origin: the file or the URL: relative places start beside it.
  init(_ bytes: [UInt8], origin: String) throws(DiskImageError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .invalidRecipe(file: origin, line: 1, column: 1, message: "the catalogue is not UTF-8 text")
    }
    self.origin = origin
    entries = try CatalogReader(origin: origin).entries(text)
  }
}
