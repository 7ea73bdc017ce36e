internal import Wording
internal import YAML

/// A user-data of the team's own, checked as far as it can be without cloud-init.
package struct UserData: Sendable, Equatable {
  /// What cloud-init takes a text for, by its first line.
  package enum Kind: String, Sendable, CaseIterable {
    case cloudConfig = "#cloud-config"
    case script = "#!"
    case boothook = "#cloud-boothook"
    case configArchive = "#cloud-config-archive"
    case template = "## template: jinja"
    case archive = "MIME-Version:"

    /// Source: cloud-init's documentation, "User data formats".
    var contentType: String {
      switch self {
      case .cloudConfig: "text/cloud-config"
      case .script: "text/x-shellscript"
      case .boothook: "text/cloud-boothook"
      case .configArchive: "text/cloud-config-archive"
      case .template: "text/jinja2"
      case .archive: "multipart/mixed"
      }
    }
  }

  package let text: String
  package let kind: Kind

  /// - Parameter file: as messages name it.
  /// - Throws: `invalidUserData` with the place of the mistake.
  package init(_ bytes: [UInt8], file: String) throws(DiskImageError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .invalidUserData("\(file): not UTF-8 text")
    }
    guard let kind = Self.kind(of: text) else {
      throw .invalidUserData(
        "\(file):1:1: the first line says what user-data is: expected #cloud-config, a script's #!, or the headers of a "
          + "MIME archive, found '\(Excerpt.of(Self.firstLine(text)))'")
    }
    self.text = text.hasSuffix("\n") ? text : text + "\n"
    self.kind = kind
    if kind == .cloudConfig { try Self.check(text, file) }
  }

  private static func firstLine(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  static func kind(of text: String) -> Kind? {
    let line = firstLine(text)
    switch line.trimmingTrailingSpaces {
    case Kind.cloudConfig.rawValue: return .cloudConfig
    case Kind.boothook.rawValue: return .boothook
    case Kind.configArchive.rawValue: return .configArchive
    case let line where line.hasPrefix(Kind.template.rawValue): return .template
    case let line where line.hasPrefix(Kind.script.rawValue): return .script
    default: break
    }
    // The headers end with the first empty line. Cloud-init looks for the version in any case of letters.
    let headers = text.prefix(4096).lowercased().split(separator: "\n\n", maxSplits: 1).first ?? ""
    let hasType = headers.hasPrefix("content-type: multipart/") || headers.contains("\ncontent-type: multipart/")
    let hasVersion = headers.hasPrefix("mime-version:") || headers.contains("\nmime-version:")
    return hasType && hasVersion ? .archive : nil
  }

  /// Mistakes that cloud-init would only log, in the guest.
  private static func check(_ text: String, _ file: String) throws(DiskImageError) {
    let reader = RecipeReader(file: file, noun: "cloud-config")
    let root: YAMLNode
    do throws(DiskImageError) { root = try reader.root(text) } catch {
      guard case .invalidRecipe(_, let line, let column, let message) = error else { throw error }
      throw .invalidUserData("\(file):\(line):\(column): \(message)")
    }
    guard let mapping = root.mapping else {
      throw .invalidUserData(
        "\(file):\(root.mark.line):\(root.mark.column): a cloud-config is a mapping of keys to values")
    }
    var seen: Set<String> = []
    for (key, value) in mapping {
      let place = "\(file):\(key.mark.line):\(key.mark.column)"
      guard let name = key.text else { throw .invalidUserData("\(place): a key must be a single value") }
      guard seen.insert(name).inserted else {
        throw .invalidUserData("\(place): the key '\(Excerpt.of(name))' occurs twice")
      }
      if name == "ssh_keys", value.mapping?.contains(where: { $0.key.text?.hasPrefix("ed25519") == true }) == true {
        throw .invalidUserData(
          "\(place): the guest's ed25519 host key comes from vmrun, so that the first connection is verified: leave it "
            + "out here")
      }
    }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
  }
}
