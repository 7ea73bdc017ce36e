internal import VMProfile

extension VMHost {
  /// All machines that have an instance, and the profiles that can be started from the current folder.
  ///
  /// Reads files only and asks neither QEMU nor a guest, so it stays quick with many machines.
  public func list() -> [MachineStatus] {
    var rows = machines().map { $0.status() }
    let known = Set(rows.map(\.name))
    for name in profileNames() where !known.contains(name) { rows.append(statusOfProfile(name)) }
    return rows.sorted { $0.name < $1.name }
  }

  /// What is known about a machine that was never started: what its profile says.
  public func statusOfProfile(_ name: String) -> MachineStatus {
    var status = MachineStatus(name: name, state: .stopped)
    // A profile with mistakes is listed all the same; `start` names the mistakes.
    if let file = try? profile(name) {
      status.profile = file.path
      status.memory = file.profile.memory.bytes
      status.smp = file.profile.smp
    }
    return status
  }
}
