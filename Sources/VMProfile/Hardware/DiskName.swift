internal import Wording

/// The name of one of a machine's further disks. It is the disk's serial number, too: a Linux guest has it as
/// `/dev/disk/by-id/virtio-NAME`.
public struct DiskName: TextValue {
  /// The name as it was written.
  public let description: String

  /// Reads a name.
  ///
  /// - Throws: `InvalidValue` when it is not 1 to 20 letters, digits, `_` or `-`, the first a letter or digit: virtio
  ///   has room for 20 (VIRTIO 1.2, 5.2.6, `VIRTIO_BLK_T_GET_ID`).
  public init(parsing text: String) throws(InvalidValue) {
    guard ASCII.isWord(text, others: "_-", limit: 20) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    description = text
  }

  static let expectation = "a disk's name: 1 to 20 letters, digits, '_' or '-', the first a letter or digit"
  static let pattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$"
}
