internal import VMRuntime

/// Network cards as people read them.
enum NICText {
  static func added(_ nic: NICStatus, to machine: String) -> String {
    let place = nic.port.map { " in \($0)" } ?? ""
    return "\(machine): \(nic.id) is plugged\(place): \(nic.model) \(nic.mac) on \(nic.attachment)"
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
