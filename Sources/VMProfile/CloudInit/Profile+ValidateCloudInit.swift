internal import YAML

extension Profile {
  /// What a file's reader would say about `cloudInit`.
  var cloudInitDiagnostics: [Diagnostic] {
    guard let setup = cloudInit else { return [] }
    var diagnostics: [Diagnostic] = []
    func check<Value>(_ key: ScalarKey<Value>, _ text: String?, _ path: String) {
      if let mistake = key.diagnostic(text, at: place("cloud_init.\(path)")) { diagnostics.append(mistake) }
    }
    if let user = setup.user {
      check(ProfileSchema.cloudUserName, user.name, "user.name")
      for (index, group) in user.groups.enumerated() {
        check(ProfileSchema.cloudUserGroups, group, "user.groups[\(index)]")
      }
      check(ProfileSchema.cloudUserSudo, user.sudo, "user.sudo")
      check(ProfileSchema.cloudUserShell, user.shell, "user.shell")
    }
    for (index, key) in setup.authorizedKeys.enumerated() {
      check(ProfileSchema.cloudKeys, key.description, "ssh_authorized_keys[\(index)]")
    }
    for (index, name) in setup.packages.enumerated() { check(ProfileSchema.cloudPackages, name, "packages[\(index)]") }
    for (index, file) in setup.files.enumerated() {
      let path = "write_files[\(index)]."
      check(ProfileSchema.filePath, file.path, path + "path")
      if case .text(let text) = file.content { check(ProfileSchema.fileContent, text, path + "content") }
      check(ProfileSchema.filePermissions, file.permissions, path + "permissions")
      check(ProfileSchema.fileOwner, file.owner, path + "owner")
    }
    for (index, command) in setup.commands.enumerated() {
      check(ProfileSchema.fileContent, command.line, "runcmd[\(index)]")
    }
    if let text = setup.network {
      var documents = try? YAMLDocuments(text)
      if ((try? documents?.next()) ?? nil)?.mapping == nil {
        let message = "'network' is not YAML: expected \(ProfileSchema.cloudNetwork.expectation)"
        diagnostics.append(Diagnostic(location: place("cloud_init.network"), message: message))
      }
    }
    return diagnostics
  }
}
