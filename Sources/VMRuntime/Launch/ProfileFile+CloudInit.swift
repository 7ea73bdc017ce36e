internal import DiskImage
internal import GLib
internal import VMProfile

extension ProfileFile {
  /// What the profile says about the guest, with the files that it names.
  ///
  /// - Throws: `RuntimeError` of kind `invalidProfile` for a file that is missing, lies outside of the profile's folder
  ///   or is not what it should be.
  func applyCloudInit(to seed: inout Seed) throws(RuntimeError) {
    guard let setup = profile.cloudInit else { return }
    let reader = ProfileFileReader(file: self)
    seed.madeUser = setup.user
    seed.packages = setup.packages
    seed.commands = setup.commands
    seed.ownNetworkConfig = setup.network
    for (index, key) in setup.authorizedKeys.enumerated() {
      seed.authorizedKeys += try reader.keys(key, of: "cloud_init.ssh_authorized_keys[\(index)]")
    }
    for (index, file) in setup.files.enumerated() {
      let content: [UInt8] =
        switch file.content {
        case .text(let text): Array(text.utf8)
        case .source(let path): try reader.bytes(path, of: "cloud_init.write_files[\(index)].source")
        }
      seed.files.append(
        SeedFile(path: file.path, content: content, permissions: file.permissions, owner: file.owner))
    }
    guard seed.files.reduce(0, { $0 + $1.content.count }) <= ProfileFileReader.limit else {
      throw reader.fault("cloud_init.write_files", "the files of 'write_files' are larger than 4M together")
    }
    if let path = setup.userData {
      let bytes = try reader.bytes(path, of: "cloud_init.user_data")
      do throws(DiskImageError) { seed.teamUserData = try UserData(bytes, file: path.description) } catch {
        throw reader.fault("cloud_init.user_data", "\(error)")
      }
    }
  }
}
