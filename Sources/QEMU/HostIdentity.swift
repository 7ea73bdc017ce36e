/// Who runs the machine and from which project: the salt of derived names and addresses.
public struct HostIdentity: Sendable, Hashable, Codable {
  /// `/etc/machine-id`, or the host's name where there is none.
  public var machineID: String
  /// The numeric user id.
  public var userID: UInt32
  /// The folder that holds `Profiles/`.
  public var project: String

  public init(machineID: String, userID: UInt32, project: String) {
    self.machineID = machineID
    self.userID = userID
    self.project = project
  }
}
