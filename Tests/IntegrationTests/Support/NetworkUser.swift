import Foundation
import Synchronization
import Testing

/// Somebody who runs vmrun in a network sandbox, with a home and a project of their own.
struct NetworkUser: Sendable {
  let world: NetworkSandbox
  /// An account that every Linux has; ssh-keygen wants one.
  let name: String

  var isRoot: Bool { name == "root" }
  private var id: (user: uid_t, group: gid_t) {
    let entry = getpwnam(name)
    return (entry?.pointee.pw_uid ?? 65534, entry?.pointee.pw_gid ?? 65534)
  }

  var home: String { "\(world.root)/\(name)" }
  var project: String { home + "/p" }
  /// Where the records of this user's networks are.
  var networks: String { isRoot ? "/run/vmrun" : home + "/state/vmrun/networks" }
  func instance(_ name: String) -> String { "\(home)/state/vmrun/instances/\(name)" }

  var environment: [String: String] {
    [
      "HOME": home, "PATH": TestHost.searchPath, "XDG_DATA_HOME": home + "/data", "XDG_STATE_HOME": home + "/state",
      "XDG_CONFIG_HOME": home + "/config", "XDG_RUNTIME_DIR": home + "/run", "XDG_CACHE_HOME": home + "/cache",
      "LANG": "C.UTF-8", "TERM": "dumb",
    ]
  }

  // MARK: Files

  /// Makes the home, with an image in it.
  func settle(image: String = "tiny") async throws {
    let result = try await world.shell(
      """
      set -e
      mkdir -p \(home)/run \(home)/bin \(project)/Profiles/networks \(home)/data/vmrun/images \(home)/cache
      cp -a \(TestHost.cache)/cache/vmrun \(home)/cache/ 2>/dev/null || :
      cp -a \(TestHost.cache)/data/vmrun/images/\(image) \(home)/data/vmrun/images/ 2>/dev/null || :
      truncate -s 1M \(project)/Profiles/empty.img
      chmod 700 \(home) \(home)/run
      chown -R \(id.user):\(id.group) \(home)
      """)
    try #require(result.status == 0, "\(result)")
  }

  func write(_ text: String, _ path: String, mode: mode_t = 0o644) throws {
    let full = "\(home)/\(path)"
    try RunningCommand.forking.withLock { _ in try Data(text.utf8).write(to: URL(filePath: full)) }
    chmod(full, mode)
    chown(full, id.user, id.group)
  }

  /// Writes `Profiles/NAME.yml`.
  func profile(_ name: String, _ text: String) throws { try write(text, "p/Profiles/\(name).yml") }
  /// Writes `Profiles/networks/NAME.yml`.
  func network(_ name: String, _ text: String) throws { try write(text, "p/Profiles/networks/\(name).yml") }

  /// A machine with an empty disk in a network: QEMU runs, no guest ever comes up.
  func idleProfile(_ name: String, network: String, _ more: String = "") throws {
    try profile(
      name, "image: ./empty.img\nmemory: 64M\nnics:\n  - model: virtio\n    network: \(network)\n\(more)")
  }

  /// Takes what is shipped.
  func ship(_ names: String...) async throws {
    for name in names {
      let text = try String(contentsOfFile: "\(TestHost.package)/Profiles/\(name).yml", encoding: .utf8)
      try write(text, "p/Profiles/\(name).yml")
    }
  }

  // MARK: Running

  /// The words in front of a program's that run it as this user.
  private var prefix: [String] {
    world.prefix
      + (isRoot ? [] : ["setpriv", "--reuid=\(id.user)", "--regid=\(id.group)", "--clear-groups", "--"])
      // nsenter has taken the folder of the first process.
      + ["env", "-C", project, "--"]
  }

  static let program = "/run/test/bin/vmrun"

  func command(_ words: [String], env: [String: String] = [:]) -> Command {
    Command(
      prefix + words, folder: "/", environment: environment.merging(env) { $1 })
  }

  @discardableResult
  func vmrun(_ words: String..., env: [String: String] = [:], timeout: Duration = .seconds(150)) async throws
    -> CommandResult
  {
    try await command([Self.program] + words, env: env).run(timeout: timeout)
  }

  /// The same, and it has to succeed.
  @discardableResult
  func must(
    _ words: String..., env: [String: String] = [:], timeout: Duration = .seconds(150),
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> CommandResult {
    try await must(arguments: words, env: env, timeout: timeout, sourceLocation: sourceLocation)
  }

  /// The same with a list of words.
  @discardableResult
  func must(
    arguments words: [String], env: [String: String] = [:], timeout: Duration = .seconds(150),
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> CommandResult {
    let result = try await command([Self.program] + words, env: env).run(timeout: timeout)
    try #require(
      result.status == 0, "\(name): vmrun \(words.joined(separator: " ")): \(result)", sourceLocation: sourceLocation)
    return result
  }

  func launch(_ words: String..., env: [String: String] = [:]) throws -> RunningCommand {
    try command([Self.program] + words, env: env).start()
  }

  /// Runs vmrun and kills it after a while, if it still runs.
  func killed(after seconds: Double, _ words: [String]) async throws -> CommandResult {
    try await command(["timeout", "--foreground", "-s", "KILL", "\(seconds)", Self.program] + words).run()
  }

  func shell(_ script: String, env: [String: String] = [:], timeout: Duration = .seconds(60)) async throws
    -> CommandResult
  {
    try await command(["/bin/sh", "-c", script], env: env).run(timeout: timeout)
  }

  /// Runs a command in a guest; it has to succeed.
  @discardableResult
  func guest(_ name: String, _ script: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String
  {
    try await must("ssh", name, "--", script, sourceLocation: sourceLocation).output
  }

  /// What a guest gets over HTTP. The wget of its busybox does not survive its C library; and as pasta may forget to
  /// close what its client has half closed, the client waits for the server.
  func fetch(
    _ host: String, port: Int = 80, from guest: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    try await self.guest(
      guest,
      """
      for i in 1 2 3; do
        got=$({ printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep 2; } | timeout 15 nc -w 10 \(host) \(port))
        [ -z "$got" ] || break
      done
      printf '%s\\n' "$got"
      """,
      sourceLocation: sourceLocation)
  }

  /// What the host beyond the uplink says to a namespace. Now and then a pasta of 2023 carries nothing of a connection:
  /// a user's, which goes through one, is tried again.
  func fetch(into namespace: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
    let again = isRoot ? [] : ["--retry", "2", "--retry-all-errors"]
    let words =
      ["net", "exec", namespace, "--", "curl", "-sm10"] + again + ["http://\(NetworkSandbox.outsideAddress)/"]
    let result = try await command([Self.program] + words).run()
    try #require(result.status == 0, "\(result)", sourceLocation: sourceLocation)
    return result.output
  }

  // MARK: Looking

  func json(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> [String: Any] {
    let result = try await command([Self.program] + words + ["--format", "json"]).run()
    try #require(result.status == 0, "\(result)", sourceLocation: sourceLocation)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(object as? [String: Any], sourceLocation: sourceLocation)
  }

  /// The TAPs of machines where this user's networks are.
  func ports() async throws -> [String] {
    let file = networks + "/namespace.process"
    let enter = isRoot ? "" : "nsenter --net=/proc/$(cut -d' ' -f1 \(file))/ns/net "
    let output = try await world.must("\(enter)ip -o link | cut -d' ' -f2 | tr -d :")
    return output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("vmr") }.sorted()
  }

  /// The files of the networks that are on record.
  func recorded() async throws -> [String] {
    let output = try await world.must("ls \(networks) 2>/dev/null || :")
    return output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("network-") && $0.hasSuffix(".json") }
  }
}
