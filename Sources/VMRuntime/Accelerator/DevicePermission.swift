/// Why a device node may not be opened, worked out from its mode and from who asks.
struct DevicePermission: Sendable, Equatable {
  /// The node's permission bits, as in `0660`.
  var mode: UInt32
  var groupID: UInt32
  /// The group that owns the node, by name where the group database has one.
  var group: String
  var user: String
  /// The group database has the user in the group.
  var isMember: Bool
  /// This very process has the group.
  var sessionHasGroup: Bool
  /// The user is root, or access was refused by something else than the mode (`EPERM`).
  var isBeyondMode: Bool

  func reason(device: String) -> String {
    let closed = "\(device) may not be opened"
    if isBeyondMode {
      return "\(closed): the container or sandbox around vmrun forbids it; "
        + "a container needs the device passed to it, as with `--device /dev/kvm`"
    }
    // Nobody should be told to join the group root.
    guard groupID != 0, mode & 0o060 == 0o060 else {
      return "\(closed): its mode \(octal) and its group '\(group)' leave it to root; give it to the group kvm with "
        + "`sudo chown root:kvm \(device) && sudo chmod 0660 \(device)`, and add yourself with "
        + "`sudo usermod -aG kvm $USER`"
    }
    if sessionHasGroup {
      return "\(closed), although this session has its group '\(group)': an access list or a security module "
        + "forbids it; look at `getfacl \(device)`"
    }
    if isMember {
      return "\(closed): user '\(user)' is in its group '\(group)', but this session does not have the group yet: "
        + "log in again"
    }
    return "\(closed): only its group '\(group)' may, and user '\(user)' is not in it: add yourself with "
      + "`sudo usermod -aG \(group) $USER` and log in again"
  }

  private var octal: String {
    let digits = String(mode & 0o777, radix: 8)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
