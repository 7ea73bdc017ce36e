internal import GLib
internal import VMProfile

/// The profile's file of a machine, to write a card into.
struct ProfilePersistence: Sendable {
  /// Without links: a link stays, and what it leads to is changed.
  let path: String
  private let name: VMName
  private let host: VMHost

  /// - Throws: `RuntimeError` of kind `failed` when the machine has no profile file, or it is gone.
  init(_ record: InstanceRecord, name: VMName, host: VMHost) throws(RuntimeError) {
    guard let profile = record.profile else {
      throw RuntimeError(
        .failed, "'\(name)' was started by a program, not from a profile's file: --persist has no file to write")
    }
    guard let path = Folder.realPath(profile) else {
      throw RuntimeError(.failed, "the profile \(profile) of '\(name)' is gone: --persist has no file to write")
    }
    if let place = SourcePlace(path: path) {
      throw RuntimeError(
        .failed, "the profile of '\(name)' is of the source '\(place.source)': --persist would change \(place.shown)")
    }
    self.path = path
    self.name = name
    self.host = host
  }

  /// The file's text with a card more; nothing is written.
  func adding(_ nic: NIC) throws(RuntimeError) -> (text: ProfileText, index: Int) {
    let bytes: [UInt8]
    do { bytes = try DurableFile.read(path, limit: 1 << 20) } catch { throw RuntimeError(error) }
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw RuntimeError(.invalidProfile, "\(path) is not UTF-8 text")
    }
    var text = ProfileText(yaml, name: name, file: path)
    do throws(ProfileError) {
      let index = try text.append(nic) { [path, name, host] yaml throws(ProfileError) in
        let source = ProfileSource(path: path, file: path, text: yaml)
        return try Profile(ProfileLayers(source, reader: host.profileReader(of: path)), name: name)
      }
      return (text, index)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Writes a card into the file as it is now.
  ///
  /// - Returns: the card's index in the profile.
  func write(_ nic: NIC) throws(RuntimeError) -> Int {
    let (text, index) = try adding(nic)
    try translating { () throws(GLibError) in try DurableFile.rewrite(text.yaml.utf8, to: path) }
    return index
  }
}
