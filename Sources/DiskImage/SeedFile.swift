internal import GLib

/// A file that the guest is told to write.
package struct SeedFile: Sendable, Equatable {
  /// The whole path in the guest.
  package var path: String
  package var content: [UInt8]
  /// Octal, such as `0644`.
  package var permissions: String?
  /// `user` or `user:group`.
  package var owner: String?

  package init(path: String, content: [UInt8], permissions: String? = nil, owner: String? = nil) {
    self.path = path
    self.content = content
    self.permissions = permissions
    self.owner = owner
  }

  /// The entry of `write_files`, item by item as the tiny guest reads it: the content comes last.
  var entry: String {
    var text = "  - path: \(YAMLText.quoted(path))\n"
    if let permissions {
      // Without the zero some readers would take it for a decimal number.
      text += "    permissions: \(YAMLText.quoted(permissions.hasPrefix("0") ? permissions : "0" + permissions))\n"
    }
    if let owner, owner != "root", owner != "root:root" {
      // Written after users were made.
      text += "    owner: \(YAMLText.quoted(owner))\n    defer: true\n"
    }
    guard let plain = String(validating: content, as: UTF8.self) else {
      return text + "    encoding: b64\n    content: \(Base64.encode(content))\n"
    }
    return text + "    content: \(YAMLText.quoted(plain))\n"
  }
}
