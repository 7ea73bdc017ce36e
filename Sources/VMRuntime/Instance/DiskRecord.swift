/// A disk of a run that stands on no image.
package struct DiskRecord: Sendable, Equatable, Codable {
  /// Nil: the machine's own disk.
  package var name: String?
  package var file: String
  /// Bytes that the guest sees.
  package var size: UInt64
  package var isReadOnly: Bool
  /// Whether what the guest writes is thrown away at the end.
  package var ephemeral: Bool
}
