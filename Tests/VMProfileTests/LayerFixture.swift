import Synchronization
import VMProfile

/// Profiles that stand on each other, by their paths; names are looked for beside the file that names them.
struct LayerFixture {
  var files: [String: String]
  var environment: [String: String] = [:]
  var project: String? = "shop"
  var user: String? = "ann"

  init(_ files: [String: String]) { self.files = files }

  func layers(_ path: String = "/p/Profiles/web.yml") throws -> ProfileLayers {
    try ProfileLayers(source(path), reader: reader)
  }

  func profile(_ path: String = "/p/Profiles/web.yml") throws -> Profile {
    try Profile(layers(path), name: VMName(parsing: "web"))
  }

  func effective() throws -> EffectiveProfile { try EffectiveProfile(layers()) }

  /// The messages of a profile with mistakes; empty for a good one.
  func mistakes(_ path: String = "/p/Profiles/web.yml") -> [String] {
    do {
      _ = try profile(path)
      return []
    } catch let error as ProfileError {
      return error.description.split(separator: "\n").map(String.init)
    } catch {
      return ["not a ProfileError: \(error)"]
    }
  }

  var reader: ProfileReader {
    let (environment, user) = (environment, user)
    return ProfileReader(
      variables: ProfileVariables(project: project, user: { user }) { environment[$0] },
      local: { [self] profile throws(ProfileError) in
        guard let path = profile.path.map({ String($0.dropLast(4)) + ".local.yml" }), files[path] != nil else {
          return nil
        }
        return try source(path)
      },
      parent: { [self] reference, child throws(ProfileError) in
        let folder = (child.path ?? "").split(separator: "/").dropLast().joined(separator: "/")
        switch reference {
        case .named(let name): return try source("/\(folder)/\(name).yml")
        case .path(let path): return try source(Self.joined(folder, path))
        }
      })
  }

  private func source(_ path: String) throws(ProfileError) -> ProfileSource {
    guard let text = files[path] else { throw .unreadable("there is no file \(path)") }
    let shown = path.hasPrefix("/p/Profiles/") ? String(path.dropFirst("/p/Profiles/".count)) : path
    return ProfileSource(path: path, file: shown, text: text)
  }

  private static func joined(_ folder: String, _ path: String) -> String {
    var parts: [Substring] = []
    for part in "\(folder)/\(path)".split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
