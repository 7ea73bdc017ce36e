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
    seed.madeUser = setup.user
    seed.packages = setup.packages
    seed.commands = setup.commands
    seed.ownNetworkConfig = setup.network
    try addFiles(to: &seed) { error throws(RuntimeError) in throw error }
    guard seed.files.reduce(0, { $0 + $1.content.count }) <= ProfileFileReader.limit else {
      throw ProfileFileReader(file: self).fault(
        "cloud_init.write_files", "the files of 'write_files' are larger than 4M together")
    }
  }

  /// What `applyCloudInit` would throw, of all files.
  var cloudInitFaults: [RuntimeError] {
    var faults: [RuntimeError] = []
    var seed = Seed(name: "\(profile.name)", authorizedKeys: [], nics: [])
    try? addFiles(to: &seed) { error throws(RuntimeError) in faults.append(error) }
    guard faults.isEmpty else { return faults }
    do throws(RuntimeError) { try applyCloudInit(to: &seed) } catch { faults.append(error) }
    return faults
  }

  /// - Parameter handle: what to do about a fault: throw it, or note it and go on.
  private func addFiles(
    to seed: inout Seed, _ handle: (RuntimeError) throws(RuntimeError) -> Void
  ) throws(RuntimeError) {
    guard let setup = profile.cloudInit else { return }
    let reader = ProfileFileReader(file: self)
    for (index, key) in setup.authorizedKeys.enumerated() {
      do throws(RuntimeError) {
        seed.authorizedKeys += try reader.keys(key, of: "cloud_init.ssh_authorized_keys[\(index)]")
      } catch {
        try handle(error)
      }
    }
    for (index, file) in setup.files.enumerated() {
      do throws(RuntimeError) {
        let content: [UInt8] =
          switch file.content {
          case .text(let text): Array(text.utf8)
          case .source(let path): try reader.bytes(path, of: "cloud_init.write_files[\(index)].source")
          }
        seed.files.append(
          SeedFile(path: file.path, content: content, permissions: file.permissions, owner: file.owner))
      } catch {
        try handle(error)
      }
    }
    guard let path = setup.userData else { return }
    do throws(RuntimeError) { seed.teamUserData = try userData(path, reader) } catch { try handle(error) }
  }

  private func userData(_ path: HostPath, _ reader: ProfileFileReader) throws(RuntimeError) -> UserData {
    let bytes = try reader.bytes(path, of: "cloud_init.user_data")
    do throws(DiskImageError) { return try UserData(bytes, file: path.description) } catch {
      throw reader.fault("cloud_init.user_data", "\(error)")
    }
  }
}
