internal import VMProfile

/// A disk of the source.
struct ImportedDisk: Sendable, Equatable {
  var file: String
  /// `qcow2` or `raw`, if the source says.
  var format: String?
  var isReadOnly = false
}

/// A folder of the host that the guest sees.
struct ImportedShare: Sendable, Equatable {
  var path: String
  var tag: String
  var isReadOnly = false
}

/// A card with what its author should look at.
struct ImportedNIC: Sendable, Equatable {
  var nic: NIC
  var remarks: [String] = []
}
