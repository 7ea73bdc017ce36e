import Foundation
import Testing

/// A host of a test's own: a network, mount and process namespace with an uplink, and behind it the namespace `outside`,
/// which stands for the rest of the world. Nothing in it reaches the machine's own network, and all processes in it end
/// with the first.
struct NetworkSandbox: Sendable, Waiting {
  /// Short, for socket paths.
  let root: String
  /// The process that all others in the sandbox end with, as seen from outside.
  let holder: Int32
  private let world: RunningCommand

  static let canRun =
    TestHost.isRoot && TestHost.has("unshare", "nsenter", "setpriv", "ip", "nft", "dnsmasq", "python3")
  static let why: Comment = "root is needed for a network namespace with an uplink, and ip, nft, dnsmasq and python3"

  /// The only address of `up0`, the interface with the default route, and that of the host behind it.
  static let ownAddress = "198.51.100.2"
  static let outsideAddress = "198.51.100.1"

  /// Root of the sandbox.
  var admin: NetworkUser { NetworkUser(world: self, name: "root") }
  /// Somebody without any privilege.
  var nobody: NetworkUser { NetworkUser(world: self, name: "nobody") }
  /// A second one.
  var games: NetworkUser { NetworkUser(world: self, name: "games") }

  func user(_ isRoot: Bool) -> NetworkUser { isRoot ? admin : nobody }

  /// - Parameter hasMachines: whether QEMU runs in it; then it waits for its turn.
  static func with(
    hasMachines: Bool = false, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (NetworkSandbox) async throws -> Void
  ) async throws {
    if hasMachines { try await TestHost.prepareImage() }
    let slots = await Slots.shared.take(all: hasMachines)
    var failure: (any Error)?
    do {
      let sandbox = try await NetworkSandbox()
      do { try await body(sandbox) } catch {
        failure = error
        sandbox.recordLogs(sourceLocation)
      }
      await sandbox.cleanUp(sourceLocation)
    } catch {
      failure = failure ?? error
    }
    await Slots.shared.give(slots)
    if let failure { throw failure }
  }

  private init() async throws {
    var template = Array("/tmp/vn-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure("mkdtemp failed") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(root, 0o755)
    try Data(Self.script.utf8).write(to: URL(filePath: root + "/world.sh"))
    try Data(Self.server.utf8).write(to: URL(filePath: root + "/server.py"))
    world = try Command(
      [
        "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "--", "/bin/sh",
        root + "/world.sh", root, TestHost.vmrun,
      ], folder: "/", environment: ["PATH": TestHost.searchPath, "LC_ALL": "C"]
    ).start()
    let deadline = ContinuousClock.now + .seconds(20)
    while access(root + "/ready", F_OK) != 0 {
      guard world.isRunning, ContinuousClock.now < deadline else {
        throw TestFailure("the sandbox did not come up: \(world.error)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    let children = try String(contentsOfFile: "/proc/\(world.pid)/task/\(world.pid)/children", encoding: .utf8)
    guard let first = children.split(separator: " ").first.flatMap({ Int32($0) }) else {
      throw TestFailure("the sandbox has no process")
    }
    holder = first
  }

  /// Makes the sandbox, from within.
  private static let script = """
    set -e
    mount -t tmpfs -o mode=755 none /run
    mkdir -p /run/netns /run/test/bin
    mknod /run/test/tun c 10 200
    chmod 666 /run/test/tun
    mount --bind /run/test/tun /dev/net/tun
    touch /run/test/bin/vmrun
    mount --bind "$2" /run/test/bin/vmrun
    echo 'nameserver \(outsideAddress)' >/run/test/resolv.conf
    mount --bind /run/test/resolv.conf "$(readlink -f /etc/resolv.conf)"
    # An IPv6 address that is tried out for a second would make two looks differ.
    echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
    ip link set lo up
    ip netns add outside
    ip link add up0 type veth peer name out0 netns outside
    ip address add \(ownAddress)/24 dev up0
    ip link set up0 up
    ip -n outside address add \(outsideAddress)/24 dev out0
    ip -n outside link set out0 up
    ip -n outside link set lo up
    ip route add default via \(outsideAddress)
    ip netns exec outside python3 "$1/server.py" \(outsideAddress) &
    ip netns exec outside dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root --no-resolv \\
      --no-hosts --log-facility=- --listen-address=\(outsideAddress) --bind-interfaces \\
      --address=/outside.test/\(outsideAddress) 2>"$1/outside.log" &
    until python3 -c 'import socket; socket.create_connection(("\(outsideAddress)", 80), 1)' 2>/dev/null; do
      sleep 0.1
    done
    : >"$1/ready"
    exec sleep infinity
    """

  /// Answers every request with the address that it came from.
  private static let server = """
    import http.server, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
            self.wfile.write(("you are " + self.client_address[0] + "\\n").encode())
        def log_message(self, *words): pass
    http.server.ThreadingHTTPServer((sys.argv[1], 80), Handler).serve_forever()
    """

  // MARK: Running

  /// The words in front of a program's that run it in the sandbox, as root.
  var prefix: [String] { ["nsenter", "--target", "\(holder)", "--net", "--mount", "--pid", "--"] }

  /// Runs a script in the sandbox as root.
  @discardableResult
  func shell(_ script: String, timeout: Duration = .seconds(30)) async throws -> CommandResult {
    try await Command(
      prefix + ["/bin/sh", "-c", script], folder: "/", environment: ["PATH": TestHost.searchPath, "LC_ALL": "C"]
    ).run(timeout: timeout)
  }

  /// The same, and it has to succeed.
  @discardableResult
  func must(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
    let result = try await shell(script)
    try #require(result.status == 0, "\(script): \(result)", sourceLocation: sourceLocation)
    return result.output
  }

  /// Starts a script that goes on until the sandbox ends.
  func background(_ script: String) throws -> RunningCommand {
    try Command(
      prefix + ["/bin/sh", "-c", script], folder: "/", environment: ["PATH": TestHost.searchPath, "LC_ALL": "C"]
    ).start()
  }

  /// Hides a program: a file that nobody may run lies over it.
  func hide(_ program: String) async throws {
    try await must("touch /run/test/none; mount --bind /run/test/none \"$(readlink -f \"$(command -v \(program))\")\"")
  }

  // MARK: The end

  private func recordLogs(_ sourceLocation: SourceLocation) {
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    for file in files where ["qemu.log", "console.log", "dnsmasq.log", "pasta.log"].contains(where: file.hasSuffix) {
      guard let text = FileManager.default.contents(atPath: "\(root)/\(file)"), !text.isEmpty else { continue }
      Issue.record(
        "the end of \(file): \(String(decoding: text.suffix(1500), as: UTF8.self))", sourceLocation: sourceLocation)
    }
  }

  private func cleanUp(_ sourceLocation: SourceLocation) async {
    // unshare takes the first process in the sandbox along, and the kernel all others with that one.
    world.send(SIGKILL)
    _ = try? await world.result(timeout: .seconds(10))
    let deadline = ContinuousClock.now + .seconds(10)
    while access("/proc/\(holder)/ns/net", F_OK) == 0, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(10))
    }
    _ = try? await Command(["/bin/rm", "-rf", root], folder: "/", environment: ["PATH": TestHost.searchPath]).run()
    #expect(access(root, F_OK) != 0, "\(root) is still there", sourceLocation: sourceLocation)
  }
}
