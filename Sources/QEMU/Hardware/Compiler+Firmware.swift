import JSON
import VMProfile

extension Compiler {
  /// UEFI in two flash memories: its code, and the machine's own variables.
  mutating func addFirmware() {
    guard let firmware = machine.firmware, let variables = machine.paths.variables else { return }
    add(
      "-blockdev",
      [
        "driver": .string(firmware.code.format), "node-name": "uefi-code", "read-only": true,
        "file": ["driver": "file", "filename": .string(firmware.code.path)],
      ])
    add(
      "-blockdev",
      [
        "driver": "qcow2", "node-name": "uefi-vars",
        "file": ["driver": "file", "filename": .string(variables)],
      ])
  }

  /// What `-machine` is told of them.
  var flash: String {
    machine.firmware != nil && machine.paths.variables != nil ? ",pflash0=uefi-code,pflash1=uefi-vars" : ""
  }
}
