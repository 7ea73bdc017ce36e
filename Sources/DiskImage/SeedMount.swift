/// A file system that the guest mounts at its boot.
package struct SeedMount: Sendable, Equatable {
  /// What to mount: a share's tag.
  package var source: String
  /// Where, the whole path.
  package var target: String
  /// The file system's type, such as `9p`.
  package var type: String
  /// As in fstab(5).
  package var options: String

  package init(source: String, target: String, type: String, options: String) {
    self.source = source
    self.target = target
    self.type = type
    self.options = options
  }
}
