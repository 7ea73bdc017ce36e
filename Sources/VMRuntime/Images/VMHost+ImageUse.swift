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
      if let disk = record?.disk, disk.isFlat == true, takesKernel(of: disk.base, record?.profile) {
        files.append(disk.base)
      }
      use["\(machine.name)"] = files
    }
    return use
  }

  /// Whether a machine with a disk of its own still starts the kernel of the image that the disk stood on.
  private func takesKernel(of base: String, _ path: String?) -> Bool {
    guard let image = imageStore.image(containing: base), image.kernel != nil else { return false }
    // A profile that cannot be read just now may need it.
    guard let path, let named = try? profile(at: path).profile else { return true }
    return named.image == .named(image.name) && ImageFinder.takesKernel(named)
  }

  /// The machines that stand on a file.
  func users(of file: String) -> [String] {
    diskUse().filter { $0.value.contains(file) }.keys.sorted()
  }
}
