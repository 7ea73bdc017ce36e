internal import DiskImage
internal import GLib
internal import Glibc
internal import QEMU
internal import VMProfile

extension Preparer {
  /// The machine's own disk where it stands on no image. An ephemeral run gets one on top of it.
  ///
  /// - Returns: nil when the machine has none.
  func prepareOwnDisk() async throws(RuntimeError) -> DiskRecord? {
    guard file.profile.image == nil, let size = file.profile.disk else { return nil }
    let paths = machine.paths
    return try await prepare(paths.overlay, lent: paths.ephemeralOverlay, size: size, name: nil)
  }

  /// The further disks; those with files of their own are checked.
  ///
  /// - Parameter profile: with whole paths.
  func prepareDisks(_ profile: Profile) async throws(RuntimeError) -> [DiskRecord] {
    var records: [DiskRecord] = []
    for (index, disk) in profile.disks.enumerated() {
      let (own, lent) = (machine.paths.disk(disk.name), machine.paths.ephemeralDisk(disk.name))
      switch disk.source {
      case .made(let size):
        records.append(try await prepare(own, lent: lent, size: size, name: disk.name))
      case .file(let path, let format, let isReadOnly):
        do throws(DiskImageError) {
          let size = try DiskFile.check(path.description, format: format, isReadOnly: isReadOnly)
          var record = DiskRecord(
            name: "\(disk.name)", file: "\(path)", size: size.bytes, isReadOnly: isReadOnly, ephemeral: false)
          if options.ephemeral, !isReadOnly {
            unlink(lent)
            try await QEMUImage.createOverlay(
              at: lent, backing: "\(path)", backingFormat: (format ?? .qcow2).rawValue, size: nil)
            (record.file, record.ephemeral) = (lent, true)
          }
          records.append(record)
        } catch {
          let place = profile.locations["disks[\(index)].file"].map { "\($0): " } ?? ""
          let error = RuntimeError(error)
          throw RuntimeError(error.kind, place + error.message)
        }
      }
    }
    return records
  }

  /// The files of those that are not as the profile names them.
  func diskPaths(_ profile: Profile) -> [DiskName: String] {
    var made: [DiskName: String] = [:]
    for disk in profile.disks {
      switch disk.source {
      case .file(_, _, isReadOnly: true): continue
      case .file where !options.ephemeral: continue
      case .made, .file:
        made[disk.name] = options.ephemeral ? machine.paths.ephemeralDisk(disk.name) : machine.paths.disk(disk.name)
      }
    }
    return made
  }

  /// The variables of UEFI.
  func prepareVariables(_ firmware: UEFIFirmware) async throws(RuntimeError) {
    let paths = machine.paths
    do throws(DiskImageError) {
      guard options.ephemeral else {
        return try await VariableStore.prepare(
          at: paths.variables, template: firmware.template.path, format: firmware.template.format)
      }
      unlink(paths.ephemeralVariables)
      let hasOwn = Folder.exists(paths.variables)
      try await QEMUImage.copy(
        hasOwn ? paths.variables : firmware.template.path, format: hasOwn ? "qcow2" : firmware.template.format,
        to: paths.ephemeralVariables)
    } catch {
      throw RuntimeError(error)
    }
  }

  private func prepare(
    _ own: String, lent: String, size: ByteSize, name: DiskName?
  ) async throws(RuntimeError) -> DiskRecord {
    do throws(DiskImageError) {
      var record = DiskRecord(
        name: name.map { "\($0)" }, file: own, size: size.bytes, isReadOnly: false, ephemeral: options.ephemeral)
      guard options.ephemeral else {
        record.size = try await OwnDisk.prepare(at: own, size: size).bytes
        return record
      }
      unlink(lent)
      record.file = lent
      if Folder.exists(own) {
        try await QEMUImage.createOverlay(at: lent, backing: own, backingFormat: "qcow2", size: nil)
      } else {
        try await OwnDisk.prepare(at: lent, size: size)
      }
      return record
    } catch {
      throw RuntimeError(error)
    }
  }
}
