internal import GLib
internal import JSON
internal import QEMU
internal import VMProfile

/// Finds the UEFIs of the host by QEMU's firmware descriptors (docs/interop/firmware.json).
struct FirmwareFinder {
  let architecture: Architecture
  /// QEMU's program: one that was built by hand brings firmware along.
  let qemu: String
  /// The user's own configuration, `$XDG_CONFIG_HOME` or `~/.config`.
  let config: String

  /// The folders with descriptors; a file in an earlier one stands for those of the same name in later ones.
  private var folders: [String] {
    let prefix = Folder.parent(of: Folder.parent(of: Folder.realPath(qemu) ?? qemu))
    return [
      "\(config)/qemu/firmware", "/etc/qemu/firmware", "\(prefix)/share/qemu/firmware", "/usr/share/qemu/firmware",
    ]
  }

  /// - Parameter preferred: the code of the firmware that the machine has had so far: its variables go with it.
  /// - Returns: those that suit vmrun and whose files are there, the first to be taken first.
  func find(preferred: String?) -> [UEFIFirmware] {
    var files: [String: String] = [:]
    for folder in folders {
      for name in Folder.names(in: folder) where name.hasSuffix(".json") && files[name] == nil {
        files[name] = "\(folder)/\(name)"
      }
    }
    // Their names begin with numbers: the distribution's order.
    let found = files.sorted { $0.key < $1.key }.compactMap { read($0.value) }
    return found.filter { $0.code.path == preferred } + found.filter { $0.code.path != preferred }
  }

  /// An empty file hides those of its name.
  private func read(_ path: String) -> UEFIFirmware? {
    guard let bytes = try? DurableFile.read(path, limit: 1 << 20), !bytes.isEmpty,
      let descriptor = try? JSONValue(parsing: bytes[...]),
      let firmware = UEFIFirmware(descriptor: descriptor, architecture: architecture),
      Folder.exists(firmware.code.path), Folder.exists(firmware.template.path)
    else { return nil }
    return firmware
  }
}
