import JSON
import VMProfile

extension Compiler {
  private static let functionsPerSlot = 8
  /// Clear of the board's own devices, and of those that QEMU places from slot 1 on.
  private static let firstPortSlot = 0x10

  mutating func addDevices() {
    // `rng-builtin` is the kernel's random source without a file to open.
    add("-object", ["qom-type": "rng-builtin", "id": "rng0"])
    add("-device", ["driver": virtio("rng"), "id": "rng0-dev", "rng": "rng0"])
    if machine.machine.hasPCI {
      // A guest that has the driver reports its panics.
      add("-device", ["driver": "pvpanic-pci", "id": "pvpanic0"])
    }
    addScreen()
    for (index, id) in machine.ports.enumerated() { addPort(id, index: index) }
  }

  private mutating func addScreen() {
    guard machine.display != .none else { return }
    if machine.machine == .virt {
      // Arm cannot map VGA memory as a guest expects, and the board has no keyboard.
      add("-device", ["driver": "virtio-gpu-pci", "id": "video0"])
      add("-device", ["driver": "virtio-keyboard-pci", "id": "keyboard0"])
    } else {
      add("-device", ["driver": "VGA", "id": "video0"])
    }
    // A pointer that follows that of the host, where a mouse would drift away from it.
    add("-device", ["driver": "virtio-tablet-pci", "id": "tablet0"])
  }

  /// A place for a card that can come and go: the main bus of these boards takes no hot-plug, and ports
  /// cannot be added later. Several are functions of one slot.
  private mutating func addPort(_ id: String, index: Int) {
    let (slot, function) = index.quotientAndRemainder(dividingBy: Self.functionsPerSlot)
    let address = "0x" + String(Self.firstPortSlot + slot, radix: 16) + ".\(function)"
    var port: JSONObject = [
      "driver": "pcie-root-port", "id": .string(id), "chassis": .integer(Int64(index + 1)),
      "addr": .string(address),
    ]
    if function == 0 { port["multifunction"] = true }
    add("-device", port)
  }
}
