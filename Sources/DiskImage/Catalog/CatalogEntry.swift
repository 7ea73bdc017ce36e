package import VMProfile

/// An image that can be had from elsewhere, by a name.
package struct CatalogEntry: Sendable, Hashable {
  package enum Firmware: String, Sendable, CaseIterable {
    case bios
    case uefi
  }

  package var name: String
  package var arch: Architecture
  package var source: ImageSource
  package var digest: ImageDigest
  package var description: String
  /// Whom ssh logs in as by default.
  package var user: String?
  /// What it boots with.
  package var firmware: Firmware?
  /// How much of cloud-init it understands; nil is all of it.
  package var cloudInit: CloudInitSupport? = nil
}
