import JSON

extension Compiler {
  /// The machine's disk and its seed, straight on the main bus: they stay for the machine's life, and a root
  /// port each would only lengthen the guest's boot.
  mutating func addDrives() {
    if let overlay = machine.paths.overlay {
      add(
        "-blockdev",
        [
          "driver": "qcow2", "node-name": "disk0", "discard": "unmap",
          "file": ["driver": "file", "filename": .string(overlay), "discard": "unmap"],
        ])
      var disk: JSONObject = ["driver": virtio("blk"), "id": "disk0-dev", "drive": "disk0"]
      // With `-kernel` QEMU gives the first place to the ROM that starts it, and refuses a second one.
      if machine.image.kernel == nil { disk["bootindex"] = 0 }
      add("-device", disk)
    }
    if let seed = machine.paths.seed {
      add(
        "-blockdev",
        [
          "driver": "raw", "node-name": "seed", "read-only": true,
          "file": ["driver": "file", "filename": .string(seed)],
        ])
      add("-device", ["driver": virtio("blk"), "id": "seed-dev", "drive": "seed"])
    }
  }
}
