import JSON
import VMProfile

extension Compiler {
  /// Folders of the host in the guest.
  mutating func addShares() {
    for share in machine.shares {
      switch share.transport {
      case .virtiofs:
        addConnection(id: share.backendID, path: "\(cableFolder)\(share.backendID).virtiofs")
        add(
          "-device",
          [
            "driver": .string("vhost-user-fs-\(bus)"), "id": .string(share.id), "chardev": .string(share.backendID),
            "tag": .string(share.tag.description), "queue-size": 1024,
          ])
      case .ninep(let mapsOwners):
        // Without `remap` files of two file systems below the folder could have one number, and QEMU would warn.
        let model = mapsOwners ? "mapped-xattr" : "none"
        let mode = share.isReadOnly ? ",readonly=on" : ""
        add(
          "-fsdev",
          "local,id=\(share.backendID),path=\(share.path.commasDoubled),security_model=\(model),multidevs=remap\(mode)")
        add(
          "-device",
          [
            "driver": .string("virtio-9p-\(bus)"), "id": .string(share.id), "fsdev": .string(share.backendID),
            "mount_tag": .string(share.tag.description),
          ])
      }
    }
  }

  /// The guest's memory in a file that virtiofsd can map, too.
  mutating func addSharedMemory() {
    guard sharesMemory else { return }
    add(
      "-object",
      [
        "qom-type": "memory-backend-memfd", "id": "ram0", "size": JSONValue(unsigned: machine.memory.bytes),
        "share": true,
      ])
  }

  /// What `-machine` is told of it.
  var sharedMemory: String { sharesMemory ? ",memory-backend=ram0" : "" }

  private var sharesMemory: Bool { machine.shares.contains { $0.transport.fileSystem == "virtiofs" } }

  /// What devices are named after: `virtio-9p-pci`, or `-device` without PCI.
  private var bus: String { machine.machine.hasPCI ? "pci" : "device" }
}
