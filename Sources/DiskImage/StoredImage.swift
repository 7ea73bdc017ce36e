package import VMProfile

/// A finished image in the store. All paths are absolute.
package struct StoredImage: Sendable, Equatable {
  package var name: String
  package var arch: Architecture
  /// The name of its folder; a rebuilt image has another one.
  package var version: String
  package var description: String
  package var folder: String
  package var disk: String
  /// `qcow2` or `raw`.
  package var format: String
  /// For a direct boot; nil: the firmware boots from the disk.
  package var kernel: String?
  package var initrd: String?
  package var kernelArguments: String?
  /// Whom ssh logs in as by default.
  package var user: String?
  /// Debian packages that it was made from, with their versions.
  package var packages: [String: String]
  /// What it boots with, where that is known: `bios` or `uefi`.
  package var firmware: String? = nil
  /// The URL or the file that it came from; nil: it was built here.
  package var source: String? = nil
  /// The digest of what was fetched, which may have been packed.
  package var digest: ImageDigest? = nil
  /// The digest of the disk's file; nil: nobody computed it.
  package var diskDigest: ImageDigest? = nil
  /// How much of cloud-init it understands; nil: all of it, as far as anybody knows.
  package var cloudInit: CloudInitSupport? = nil
}
