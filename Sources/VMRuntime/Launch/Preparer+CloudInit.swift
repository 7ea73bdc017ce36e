internal import DiskImage
internal import VMProfile

extension Preparer {
  /// Has the host's cloud-init look at what the guest will be told, where it is installed.
  ///
  /// - Throws: `RuntimeError` of kind `invalidProfile` with its words.
  func checkCloudConfig(_ seed: Seed) async throws(RuntimeError) {
    guard file.profile.cloudInit != nil else { return }
    let reader = ProfileFileReader(file: file)
    var texts: [(text: String, keyPath: String)] = []
    if let team = seed.teamUserData, team.kind == .cloudConfig { texts.append((team.text, "cloud_init.user_data")) }
    texts.append((seed.ownConfig, "cloud_init"))
    for (text, keyPath) in texts {
      let mistakes: String?
      do throws(DiskImageError) {
        mistakes = try await CloudConfigCheck.mistakes(in: text, folder: machine.paths.directory)
      } catch {
        throw RuntimeError(error)
      }
      guard let mistakes else { continue }
      throw reader.fault(keyPath, "this host's cloud-init says: \(mistakes)")
    }
  }
}
