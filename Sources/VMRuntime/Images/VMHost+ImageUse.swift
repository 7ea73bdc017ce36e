internal import DiskImage
internal import GLib
internal import VMProfile

extension VMHost {
  var imageStore: ImageStore { ImageFinder(directories: directories).store }

  /// The files that each machine stands on: its disks' bases down to the last, and the kernel's image.
  ///
  /// Looks at files only. What cannot be read stands on nothing that is known.
  func diskUse() -> [String: [String]] {
    var use: [String: [String]] = [:]
    for machine in machines() {
      let directory = machine.paths.directory
      var files = Folder.names(in: directory).filter { $0.hasSuffix(".qcow2") }
        .flatMap { BackingChain.files("\(directory)/\($0)").dropFirst() }
      let record = InstanceRecord(path: machine.paths.record)
      // QEMU still has it, though it has no name any more.
      if let lent = record?.run?.lentDisk, machine.look().isAlive { files += BackingChain.files(lent.base) }
      if let disk = record?.disk, disk.isFlat == true, imageStore.image(containing: disk.base)?.kernel != nil {
        files.append(disk.base)
      }
      use["\(machine.name)"] = files
    }
    return use
  }

  /// The machines that stand on a file.
  func users(of file: String) -> [String] {
    diskUse().filter { $0.value.contains(file) }.keys.sorted()
  }
}
