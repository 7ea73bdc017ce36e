package import VMProfile

/// Several catalogues, one behind the other: what an earlier one says of a name counts.
package struct Catalogs: Sendable, Equatable {
  package var catalogs: [Catalog]

  package init(_ catalogs: [Catalog]) { self.catalogs = catalogs }

  package func find(_ name: String, _ arch: Architecture) -> CatalogEntry? {
    for catalog in catalogs {
      if let entry = catalog.entries.first(where: { $0.name == name && $0.arch == arch }) { return entry }
    }
    return nil
  }

  /// The architectures that a name can be had for.
  package func architectures(_ name: String) -> [Architecture] {
    Architecture.allCases.filter { find(name, $0) != nil }
  }

  package var names: Set<String> { Set(catalogs.flatMap { $0.entries.map(\.name) }) }

  /// Each name and architecture once, sorted.
  package var entries: [CatalogEntry] {
    var seen: Set<String> = []
    let entries = catalogs.flatMap(\.entries).filter { seen.insert("\($0.name) \($0.arch.rawValue)").inserted }
    return entries.sorted { ($0.name, $0.arch.rawValue) < ($1.name, $1.arch.rawValue) }
  }
}
