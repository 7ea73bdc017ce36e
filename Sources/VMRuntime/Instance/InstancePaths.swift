internal import GLib
package import VMProfile

/// Every file of one machine's instance, named in one place.
package struct InstancePaths: Sendable, Equatable {
  /// How many QMP monitors a machine has. QEMU serves one client on each, so this is how many shells and
  /// commands can talk to it at once.
  static let monitorCount = 6

  /// Persistent: `$XDG_STATE_HOME/vmrun/instances/NAME`, mode 0700.
  package let directory: String
  /// Sockets, gone after a reboot: `$XDG_RUNTIME_DIR/vmrun/NAME`, mode 0700.
  package var sockets: String

  /// The files of a run, with its sockets where the vmrun that started it put them.
  package func of(_ run: RunRecord) -> InstancePaths {
    var paths = self
    if let sockets = run.sockets { paths.sockets = sockets }
    return paths
  }

  package var record: String { directory + "/instance.json" }
  package var lock: String { directory + "/lock" }
  /// A copy of `/proc/PID/stat` that QEMU's process left before it became QEMU.
  package var process: String { directory + "/process" }
  package var overlay: String { directory + "/disk.qcow2" }
  package var ephemeralOverlay: String { directory + "/ephemeral.qcow2" }
  /// A further disk that vmrun made.
  package func disk(_ name: DiskName) -> String { "\(directory)/disk-\(name).qcow2" }
  package func ephemeralDisk(_ name: DiskName) -> String { "\(directory)/ephemeral-disk-\(name).qcow2" }
  /// What UEFI keeps.
  package var variables: String { directory + "/uefi-variables.qcow2" }
  package var ephemeralVariables: String { directory + "/ephemeral-uefi-variables.qcow2" }
  package var seed: String { directory + "/seed.iso" }
  package var qemuLog: String { directory + "/qemu.log" }
  package var consoleLog: String { directory + "/console.log" }
  /// QEMU reads `events.in` and writes every event to `events.out`.
  package var journal: String { directory + "/events" }
  package var journalInput: String { journal + ".in" }
  package var journalOutput: String { journal + ".out" }
  package var hostKey: String { directory + "/ssh_host_ed25519_key" }
  package var knownHosts: String { directory + "/known_hosts" }

  package var monitors: [String] { (0..<Self.monitorCount).map { "\(sockets)/qmp\($0).sock" } }
  package var console: String { sockets + "/console.sock" }
  package var vnc: String { sockets + "/vnc.sock" }
  /// Held by the vmrun that uses the monitor of the same number.
  package func monitorLock(_ index: Int) -> String { "\(sockets)/qmp\(index).lock" }
}

extension InstancePaths {
  package init(_ name: VMName, in directories: RuntimeDirectories) {
    directory = "\(directories.instances)/\(name)"
    sockets = "\(directories.sockets)/\(name)"
  }
}
