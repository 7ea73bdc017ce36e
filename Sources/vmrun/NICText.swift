internal import VMRuntime

/// Network cards as people read them.
enum NICText {
  static func added(_ nic: NICStatus, to machine: String) -> String {
    let place = nic.port.map { " in \($0)" } ?? ""
    let forwards = nic.forwards.map { "\n  \(Describe.forward($0))" }.joined()
    return "\(machine): \(nic.id) is plugged\(place): \(nic.model) \(nic.mac) on \(nic.plug)\(forwards)"
  }

  /// Ids and slots follow from the order of the profile's list.
  static func persisted(_ nic: NICStatus, as id: String, in profile: String?) -> String {
    let file = profile.map { " in \($0)" } ?? ""
    let place = id == nic.id ? "with this id" : "as \(id)"
    return "written at the end of 'nics:'\(file): the next start has it \(place), with this MAC address"
  }
}
