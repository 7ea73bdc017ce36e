package import VMProfile

/// What this host knows of a file that a source has for a disk or a CD.
package enum ImportedFileKind: Sendable, Equatable {
  /// The image below a disk.
  package struct Base: Sendable, Equatable {
    /// Absolute.
    package var path: String
    /// In vmrun's image store, if it is there.
    package var name: String?

    package init(path: String, name: String?) {
      self.path = path
      self.name = name
    }

    var text: String { name.map { "the image '\($0)'" } ?? path }
  }

  /// Nothing that matters, or nothing at all.
  case plain
  /// What cloud-init is told.
  case seed
  /// Its backing file is where vmrun does not follow it. The size is given where it is not the base's; the rescue is
  /// the command that makes one file of both.
  case overlay(base: Base, size: ByteSize?, rescue: String)
  /// In the folder of a machine of vmrun, with the command that copies it.
  case machine(String, base: Base?, size: ByteSize?, rescue: String)
  /// vmrun would refuse it, for this reason.
  case unusable(String)
}
