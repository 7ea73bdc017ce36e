internal import VMRuntime

/// Network cards as people read them.
enum NICText {
  static func added(_ nic: NICStatus, to machine: String) -> String {
    let place = nic.port.map { " in \($0)" } ?? ""
    return "\(machine): \(nic.id) is plugged\(place): \(nic.model) \(nic.mac) on \(nic.attachment)"
  }

  /// Ids and slots follow from the order of the profile's list.
  static func persisted(_ nic: NICStatus, as id: String, in profile: String?) -> String {
    let file = profile.map { " in \($0)" } ?? ""
    let place = id == nic.id ? "with this id" : "as \(id)"
    return "written at the end of 'nics:'\(file): the next start has it \(place), with this MAC address"
  }

  /// What is worth a word beyond the columns.
  static func notes(_ nic: NICStatus) -> String {
    var notes: [String] = []
    if nic.hotPlugged { notes.append("hot-plugged") }
    if nic.removing { notes.append("removal waits for the guest") }
    if let file = nic.capture { notes.append("captured to \(file)") }
    if let traffic = nic.traffic {
      notes.append("received \(Describe.bytes(traffic.receivedBytes)), sent \(Describe.bytes(traffic.sentBytes))")
    }
    return notes.joined(separator: ", ")
  }
}
