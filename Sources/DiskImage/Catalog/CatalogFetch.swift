internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile

extension Catalog {
  /// Reads a catalogue from a server, and keeps a copy for when the server cannot be reached.
  ///
  /// - Parameters:
  ///   - url: `https:`; `http:` only from this very host: the digests that it names decide what is believed.
  ///   - cache: the folder for the copy.
  package static func fetch(_ url: String, cache: String) async throws(DiskImageError) -> Catalog {
    let source: ImageSource
    do throws(InvalidValue) { source = try ImageSource(parsing: url, relativeTo: "/") } catch {
      throw .catalogUnavailable(origin: url, reason: error.reason)
    }
    guard source.isEncrypted || isLocal(url) else {
      throw .catalogUnavailable(
        origin: url, reason: "a catalogue says which digests are right, so it has to come by https, or from a file")
    }
    let copy = copy(of: url, cache: cache)
    try Durable.folder { () throws(GLibError) in try PrivateDirectory.ensure(cache) }
    let new = TemporaryName.beside(copy)
    defer { unlink(new) }
    let file = try IncomingFile(new)
    var limits = PullLimits()
    limits.size = UInt64(sizeLimit)
    limits.transfer = .seconds(60)
    limits.idleTries = 2
    do throws(DiskImageError) {
      try await Download(image: "catalogue", url: url, file: file, limits: limits, progress: { _ in }).run()
    } catch {
      guard case .pullFailed(_, _, let reason) = error else { throw error }
      throw .catalogUnavailable(origin: url, reason: reason)
    }
    let catalog = try Catalog(copy: new, of: url)
    try Durable.rename(new, to: copy)
    return catalog
  }

  /// The last copy of a server's catalogue; nil when there is none.
  package static func cached(_ url: String, cache: String) throws(DiskImageError) -> Catalog? {
    let copy = copy(of: url, cache: cache)
    return FileStatus(copy) == nil ? nil : try Catalog(copy: copy, of: url)
  }

  private static func copy(of url: String, cache: String) -> String {
    "\(cache)/catalog-\(Checksum.sha256(url.utf8).prefix(16)).yml"
  }

  private init(copy: String, of url: String) throws(DiskImageError) {
    let bytes: [UInt8]
    do throws(GLibError) { bytes = try DurableFile.read(copy, limit: Self.sizeLimit) } catch {
      throw .file(error.description)
    }
    try self.init(bytes, origin: url)
  }

  private static func isLocal(_ url: String) -> Bool {
    let rest = url.lowercased().drop { $0 != "/" }.drop { $0 == "/" }
    let host = rest.prefix { !"/?#".contains($0) }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } : host.prefix { $0 != ":" }
    if ["localhost", "[::1"].contains(String(name)) { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
