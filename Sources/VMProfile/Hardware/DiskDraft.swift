/// The values of a disk as far as they were readable.
struct DiskDraft {
  var name: Placed<DiskName>?
  /// Nil: missing or wrong, which was reported.
  var source: Disk.Source?

  var disk: Disk? {
    guard let name, let source else { return nil }
    return Disk(name: name.value, source: source)
  }
}
