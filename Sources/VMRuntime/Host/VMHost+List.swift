internal import VMProfile

extension VMHost {
  /// All machines that have an instance, and the profiles that can be started from the current folder.
  ///
  /// Reads files only and asks neither QEMU nor a guest, so it stays quick with many machines.
  public func list() -> [MachineStatus] {
    var rows = machines().map { withProfile($0.status()) }
    var known = Set(rows.map(\.name))
    for name in profileNames() where known.insert(name).inserted { rows.append(statusOfProfile(name)) }
    for name in sourcedProfileNames() {
      // Listed as what it would run as: the same before its first start and after.
      guard let machine = try? "\(machineName(name))", known.insert(machine).inserted else { continue }
      rows.append(statusOfProfile(name))
    }
    return rows.sorted { $0.name < $1.name }
  }

  /// Files of a machine are there, and it never ran: `vmrun command` made them, or a start that was interrupted. What it
  /// will be is in its profile.
  func withProfile(_ status: MachineStatus) -> MachineStatus {
    guard status.memory == nil, let path = status.profile, let file = try? profile(path) else { return status }
    var status = status
    (status.memory, status.smp) = (file.profile.memory.bytes, file.profile.smp)
    return status
  }

  /// What is known about a machine that was never started: what its profile says.
  public func statusOfProfile(_ name: String) -> MachineStatus {
    var status = MachineStatus(name: (try? "\(machineName(name))") ?? name, state: .stopped)
    // A profile with mistakes is listed all the same; `start` names the mistakes.
    if let file = try? profile(name) {
      status.profile = file.path
      status.memory = file.profile.memory.bytes
      status.smp = file.profile.smp
    }
    return status
  }
}
