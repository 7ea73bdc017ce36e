internal import VMProfile

/// What the probe asks of the world; a test answers for it.
struct ProbeEnvironment: Sendable {
  struct User: Sendable {
    /// The effective user id, which decides what may be opened.
    var id: UInt32
    var name: String
    var primaryGroup: UInt32?
    /// The groups that this process has.
    var sessionGroups: Set<UInt32>
  }

  struct Group: Sendable {
    var name: String
    /// Members beside those who have it as their primary group.
    var members: Set<String>
  }

  struct OpenError: Error {
    var errno: Int32
  }

  var device: String
  var architecture: Architecture
  /// The text of `/proc/cpuinfo`.
  var cpuInfo: @Sendable () -> String?
  var kernelHasKVM: @Sendable () -> Bool
  var status: @Sendable (String) -> DeviceStatus?
  var open: @Sendable (String) -> Result<CInt, OpenError>
  var user: @Sendable () -> User
  var group: @Sendable (UInt32) -> Group?
  /// Runs a guest in the opened device.
  var measure: @Sendable (CInt) -> AcceleratorFinding
}
