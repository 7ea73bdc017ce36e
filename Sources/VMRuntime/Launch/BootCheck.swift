internal import DiskImage
internal import QEMU
internal import VMProfile

/// Whether UEFI has something to start on the machine's disk: where it has not, it ends in a shell of its own, and the
/// machine looks as if it ran.
enum BootCheck {
  /// - Returns: what to tell the user; nil: nothing is known to be wrong.
  static func warning(_ machine: ResolvedMachine, _ file: ProfileFile) -> String? {
    // An installer, a second disk or an empty disk of its own: what boots there is the user's to know.
    guard machine.firmware != nil, machine.boot == .disk, machine.cdrom == nil, machine.disks.isEmpty,
      file.profile.image != nil, let disk = machine.paths.overlay,
      EFISystemPartition.exists(on: disk, format: "qcow2") == false
    else { return nil }
    let remedy =
      file.profile.firmware == .uefi
      ? "leave `firmware: uefi` out, or name an image that boots by UEFI" : "name an image that boots by UEFI"
    return "its disk has no EFI system partition, so UEFI finds nothing to boot there: \(remedy)"
  }
}
