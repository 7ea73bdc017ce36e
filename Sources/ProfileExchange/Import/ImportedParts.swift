internal import VMProfile

/// A disk of the source.
struct ImportedDisk: Sendable, Equatable {
  var file: String
  /// `qcow2` or `raw`, if the source says.
  var format: String?
  var isReadOnly = false
  /// By which the guest knows it, where it is a name that vmrun can use.
  var name: DiskName?
  /// The image below it, and its size, when the source makes the file at the first start.
  var base: String?
  var size: ByteSize?
  /// The name in vmrun's image store of the image below it.
  var baseName: String?
  /// Whether the file itself is left out, for a new disk on the same base or of the same size.
  var isLeftOut = false
  /// What its author should look at.
  var remarks: [String] = []
  /// Where it stood, from 1; 0: nobody knows.
  var line = 0
}

/// A folder of the host that the guest sees.
struct ImportedShare: Sendable, Equatable {
  var path: String
  var tag: String
  var isReadOnly = false
  var driver: ShareDriver?
}

/// A card with what its author should look at.
struct ImportedNIC: Sendable, Equatable {
  var nic: NIC
  var remarks: [String] = []
}
