import JSON
import VMProfile

extension Compiler {
  /// The machine's disks, its CD and its seed, straight on the main bus: they stay for the machine's life, and a root
  /// port each would only lengthen the guest's boot.
  mutating func addDrives() {
    if let overlay = machine.paths.overlay {
      add("-blockdev", qcow2("disk0", overlay))
      var disk: JSONObject = ["driver": virtio("blk"), "id": "disk0-dev", "drive": "disk0"]
      disk["bootindex"] = bootIndex(.disk)
      add("-device", disk)
    }
    for disk in machine.disks { addDisk(disk) }
    addCD()
    if let seed = machine.paths.seed {
      add("-blockdev", readOnlyRaw("seed", seed))
      add("-device", ["driver": virtio("blk"), "id": "seed-dev", "drive": "seed"])
    }
  }

  private mutating func addDisk(_ disk: ResolvedDisk) {
    var backend: JSONObject
    switch (disk.format, disk.isReadOnly) {
    case (.qcow2, false): backend = qcow2(disk.id, disk.file)
    case (.raw, true): backend = readOnlyRaw(disk.id, disk.file)
    case (let format, let isReadOnly):
      backend = [
        "driver": .string(format.rawValue), "node-name": .string(disk.id), "discard": "unmap",
        "file": ["driver": "file", "filename": .string(disk.file), "discard": "unmap"],
      ]
      if isReadOnly { backend["read-only"] = true }
    }
    add("-blockdev", backend)
    add(
      "-device",
      [
        "driver": virtio("blk"), "id": .string("\(disk.id)-dev"), "drive": .string(disk.id),
        "serial": .string(disk.name.description),
      ])
  }

  private mutating func addCD() {
    guard let cdrom = machine.cdrom else { return }
    add("-blockdev", readOnlyRaw("cdrom0", cdrom))
    var drive: JSONObject = ["id": "cdrom0-dev", "drive": "cdrom0"]
    switch machine.machine {
    case .q35, .pc: drive["driver"] = "ide-cd"
    case .virt:
      // The board has no controller of its own.
      add("-device", ["driver": "virtio-scsi-pci", "id": "scsi0"])
      (drive["driver"], drive["bus"]) = ("scsi-cd", "scsi0.0")
    // It has no bus that a CD drive is made for.
    case .microvm: drive["driver"] = virtio("blk")
    }
    drive["bootindex"] = bootIndex(.cdrom)
    add("-device", drive)
  }

  /// The place in the order in which the firmware tries them. With `-kernel` QEMU gives the first one to the ROM that
  /// starts it, and refuses a second one.
  private func bootIndex(_ source: BootSource) -> JSONValue? {
    guard machine.boot != .kernel else { return nil }
    return machine.boot == source ? 0 : 1
  }

  private func qcow2(_ node: String, _ file: String) -> JSONObject {
    [
      "driver": "qcow2", "node-name": .string(node), "discard": "unmap",
      "file": ["driver": "file", "filename": .string(file), "discard": "unmap"],
    ]
  }

  private func readOnlyRaw(_ node: String, _ file: String) -> JSONObject {
    [
      "driver": "raw", "node-name": .string(node), "read-only": true,
      "file": ["driver": "file", "filename": .string(file)],
    ]
  }
}
