internal import VMProfile

extension VMHost {
  /// All machines that have an instance, and the profiles that can be started from the current folder.
  ///
  /// Reads files only and asks neither QEMU nor a guest, so it stays quick with many machines.
  public func list() -> [MachineStatus] {
    var rows = machines().map { $0.status() }
    let known = Set(rows.map(\.name))
    for name in profileNames() where !known.contains(name) {
      var row = MachineStatus(name: name, state: .stopped)
      // A profile with mistakes is listed all the same; `start` names the mistakes.
      if let file = try? profile(name) {
        row.profile = file.path
        row.memory = file.profile.memory.bytes
        row.smp = file.profile.smp
      }
      rows.append(row)
    }
    return rows.sorted { $0.name < $1.name }
  }
}
