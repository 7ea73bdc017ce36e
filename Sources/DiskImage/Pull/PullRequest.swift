package import VMProfile

/// An image to bring into the store.
package struct PullRequest: Sendable {
  package var name: String
  package var arch: Architecture
  package var source: ImageSource
  /// What it has to be; only a file of this host may come without.
  package var digest: ImageDigest?
  package var description = ""
  /// Whom ssh logs in as by default.
  package var user: String?
  package var firmware: CatalogEntry.Firmware?
  package var cloudInit: CloudInitSupport?
  /// Whether it may become the current version of an image of another origin.
  package var replaces = false
  package var limits = PullLimits()

  package init(name: String, arch: Architecture, source: ImageSource, digest: ImageDigest?) {
    self.name = name
    self.arch = arch
    self.source = source
    self.digest = digest
  }

  package init(_ entry: CatalogEntry) {
    self.init(name: entry.name, arch: entry.arch, source: entry.source, digest: entry.digest)
    description = entry.description
    user = entry.user
    firmware = entry.firmware
    cloudInit = entry.cloudInit
    // A catalogue says what a name stands for, and from where it comes this month.
    replaces = true
  }
}

/// What a pull came to.
package enum PullOutcome: Sendable, Equatable {
  case pulled(StoredImage)
  /// The store had it already, with this very digest.
  case upToDate(StoredImage)
}
