/// A key pair by which the guest proves who it is.
package struct SSHHostKey: Sendable, Equatable {
  /// In OpenSSH's own format, with its first and last line.
  package var privateKey: String
  /// One line: `ssh-ed25519 AAAA… comment`.
  package var publicKey: String

  package init(privateKey: String, publicKey: String) {
    self.privateKey = privateKey
    self.publicKey = publicKey
  }
}
