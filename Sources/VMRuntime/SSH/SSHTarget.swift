/// How to reach a machine's ssh server: everything that ssh(1) needs to ask nothing.
public struct SSHTarget: Sendable, Equatable {
  /// The machine's name; also the alias under which `knownHosts` has its key.
  public var name: String
  public var user: String
  /// Where the forward to the guest's port 22 listens.
  public var hostAddress: String
  public var port: UInt16
  /// The private key that vmrun made for this user.
  public var identityFile: String
  /// Holds the guest's host key and nothing else.
  public var knownHosts: String

  /// A command that connects for ssh(1) and hands the connection over, where the guest's network is one that only its
  /// owner's programs reach; nil: the address is reached directly.
  public var proxyCommand: String?

  /// An address to connect to: a forward on all addresses is reached through loopback.
  var connectAddress: String { hostAddress == "0.0.0.0" ? "127.0.0.1" : hostAddress }

  /// Options by name, in ssh_config(5)'s own words.
  ///
  /// The user's own ssh configuration is not read: what is needed is all here, and nothing there (a
  /// ProxyJump for every host, say) can get in the way.
  var options: [(name: String, value: String)] {
    [
      ("HostName", connectAddress), ("Port", "\(port)"), ("User", user), ("IdentityFile", quoted(identityFile)),
      ("IdentitiesOnly", "yes"), ("HostKeyAlias", alias), ("UserKnownHostsFile", quoted(knownHosts)),
      ("GlobalKnownHostsFile", "/dev/null"), ("StrictHostKeyChecking", "yes"), ("PasswordAuthentication", "no"),
      ("LogLevel", "ERROR"),
    ] + (proxyCommand.map { [("ProxyCommand", $0), ("ProxyUseFdpass", "yes")] } ?? [])
  }

  /// The name in `knownHosts`, so that the port may change.
  public var alias: String { "vmrun-\(name)" }

  /// Arguments for ssh(1) and scp(1) without the destination.
  public var arguments: [String] {
    ["-F", "none"] + options.flatMap { ["-o", "\($0.name)=\($0.value)"] }
  }

  /// A `Host` section for `~/.ssh/config`.
  public var configuration: String {
    (["Host \(alias)"] + options.map { "  \($0.name) \($0.value)" }).joined(separator: "\n") + "\n"
  }

  /// ssh_config(5) takes a value with spaces in double quotes, and `%` starts a token in file names.
  private func quoted(_ path: String) -> String {
    let escaped = String(path.flatMap { $0 == "%" ? "%%" : "\($0)" })
    return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
  }
}
