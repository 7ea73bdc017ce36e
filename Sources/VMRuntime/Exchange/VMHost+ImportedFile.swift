internal import DiskImage
internal import GLib
internal import Glibc
internal import ProfileExchange
internal import QEMU
internal import VMProfile

extension VMHost {
  /// What there is to know of a disk's file before a profile names it. Reads a few blocks, and runs nothing.
  ///
  /// - Parameters:
  ///   - file: as the source has it.
  ///   - folder: that relative paths start from; absolute.
  func kind(ofImported file: String, from folder: String) -> ImportedFileKind {
    guard let first = file.first, !"~$`".contains(first) else { return .plain }
    let path = Self.absolute(first == "/" ? file : "\(folder)/\(file)")
    if let name = machineName(of: path) { return machineDisk(path, of: name) }
    guard let label = VolumeLabel.read(path) else { return overlay(path) ?? .plain }
    return label.lowercased() == "cidata" ? .seed : .plain
  }

  /// The machine of vmrun whose folder a file is in.
  private func machineName(of path: String) -> String? {
    let folder = Folder.parent(of: path)
    let instances = [directories.instances, Folder.realPath(directories.instances) ?? directories.instances]
    guard instances.contains(Folder.parent(of: folder)) else { return nil }
    return folder.split(separator: "/").last.map(String.init)
  }

  private func machineDisk(_ path: String, of name: String) -> ImportedFileKind {
    guard isFile(path), let header = QCOW2Header(path: path) else {
      return .machine(name, base: nil, size: nil, rescue: rescue(path))
    }
    guard let below = header.backingFile else {
      return .machine(name, base: nil, size: header.virtualSize, rescue: rescue(path))
    }
    guard let base = base(below, of: path) else { return .unusable("its backing file \(below) is not there") }
    return .machine(name, base: base, size: size(header, over: base.path), rescue: rescue(path))
  }

  /// Nil: vmrun can use the file, or it is not there.
  private func overlay(_ path: String) -> ImportedFileKind? {
    guard isFile(path) else { return nil }
    do throws(DiskImageError) {
      try BackingChain.check(path, folders: [directories.images])
      return nil
    } catch {
      guard let header = QCOW2Header(path: path), !header.hasExternalData, let below = header.backingFile,
        let base = base(below, of: path)
      else { return .unusable("\(error)") }
      return .overlay(base: base, size: size(header, over: base.path), rescue: rescue(path))
    }
  }

  /// An image below a disk, if vmrun can use it.
  private func base(_ name: String, of path: String) -> ImportedFileKind.Base? {
    let path = name.hasPrefix("/") ? name : "\(Folder.parent(of: path))/\(name)"
    guard let real = Folder.realPath(path) else { return nil }
    do { try BackingChain.check(real, folders: [directories.images]) } catch { return nil }
    let store = ImageStore(root: directories.images)
    let realStore = ImageStore(root: Folder.realPath(directories.images) ?? directories.images)
    let image = store.image(containing: path) ?? realStore.image(containing: real)
    return ImportedFileKind.Base(path: real, name: image?.name)
  }

  /// A disk's size where it is larger than what is below it.
  private func size(_ header: QCOW2Header, over base: String) -> ByteSize? {
    var status = stat()
    guard stat(base, &status) == 0 else { return nil }
    let below = QCOW2Header(path: base)?.virtualSize ?? ByteSize(bytes: UInt64(max(0, status.st_size)))
    return header.virtualSize.bytes > below.bytes ? header.virtualSize : nil
  }

  private func rescue(_ path: String) -> String {
    let stem = path.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? "disk"
    return "qemu-img convert -O qcow2 \(QEMUCommandLine.quoted(path)) \(QEMUCommandLine.quoted("\(stem)-whole.qcow2"))"
  }

  private func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
