internal import GLib
internal import VMProfile

/// Reads the files of the host that a profile names for its guest.
///
/// A profile may come from somebody else. What it names goes into a guest that somebody else may have made, too: only
/// what lies in the profile's own folder is read, and public keys.
struct ProfileFileReader {
  /// In bytes.
  static let limit = 4 << 20

  let file: ProfileFile

  /// The content of a file within the profile's folder.
  ///
  /// - Parameter keyPath: of the value, such as `cloud_init.user_data`.
  func bytes(_ path: HostPath, of keyPath: String) throws(RuntimeError) -> [UInt8] {
    let folder = folder(of: keyPath)
    guard !path.leavesFolder else {
      throw fault(keyPath, "'\(path)' lies outside of the profile's folder, and only what is in it is told to a guest")
    }
    guard let real = Folder.realPath("\(folder)/\(path)") else {
      throw fault(keyPath, "there is no file \(path) in \(folder)")
    }
    guard let realFolder = Folder.realPath(folder), real.hasPrefix(realFolder == "/" ? "/" : realFolder + "/") else {
      throw fault(keyPath, "'\(path)' is a link that leads out of the profile's folder")
    }
    do throws(GLibError) { return try DurableFile.read(real, limit: Self.limit) } catch {
      throw fault(keyPath, error.message)
    }
  }

  /// The lines of a public key, or of a file with public keys wherever it is.
  func keys(_ key: AuthorizedKey, of keyPath: String) throws(RuntimeError) -> [String] {
    switch key {
    case .literal(let line): return [line]
    case .file(let path):
      let whole = path.description.hasPrefix("/") ? path.description : "\(folder(of: keyPath))/\(path)"
      let bytes: [UInt8]
      do throws(GLibError) { bytes = try DurableFile.read(whole, limit: 1 << 20) } catch {
        throw fault(keyPath, error.message)
      }
      let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(\.trimmingSpaces)
        .filter { !$0.isEmpty && !$0.hasPrefix("#") }
      // What else is in it stays here, in the message as well.
      guard !lines.isEmpty, lines.allSatisfy(AuthorizedKey.isKey) else {
        throw fault(keyPath, "\(path) holds something other than public keys")
      }
      return lines
    }
  }

  func fault(_ keyPath: String, _ message: String) -> RuntimeError {
    let place =
      file.profile.locations[keyPath].map { "\($0)" } ?? file.path ?? "profile '\(file.profile.name)', \(keyPath)"
    return RuntimeError(.invalidProfile, "\(place): \(message)")
  }

  private func folder(of keyPath: String) -> String { file.folder(of: keyPath) }
}
