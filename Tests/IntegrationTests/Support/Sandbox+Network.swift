import Foundation
import Testing

extension Sandbox {
  /// Ports of 127.0.0.1 that nobody has at this moment, for TCP and UDP.
  static func freePorts(_ count: Int) throws -> [UInt16] {
    var held: [Int32] = []
    defer { held.forEach { close($0) } }
    return try (0..<count).map { _ in
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      held.append(descriptor)
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
      }
      try #require(isBound)
      return UInt16(bigEndian: name.sin_port)
    }
  }

  /// Two machines `a` and `b`: each has a card for ssh, and a second one with an address of its own.
  func pair(_ first: String, _ second: String) throws {
    for (name, attachment, host) in [("a", first, 1), ("b", second, 2)] {
      try tinyProfile(name, "nics:\n- user: {forward: [ssh]}\n- {\(attachment), address: 10.77.0.\(host)/24}\n")
    }
  }

  /// Starts both, and lets each reach the other.
  func startAndPing(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for name in ["a", "b"] { try await must("start", name, sourceLocation: sourceLocation) }
    try await pingBoth(sourceLocation: sourceLocation)
  }

  func pingBoth(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for name in ["a", "b"] { try await must("wait", name, "--for", "ssh", sourceLocation: sourceLocation) }
    for (name, other) in [("a", 2), ("b", 1)] {
      let said = try await guest(name, "ping -c 2 -W 5 10.77.0.\(other)", sourceLocation: sourceLocation)
      #expect(said.contains("2 packets received"), sourceLocation: sourceLocation)
    }
  }

  /// A folder for `PATH` with the programs that every start needs, and no other.
  func fewTools() async throws -> String {
    let result = try await shell(
      """
      mkdir -p \(root)/few
      for p in qemu-system-x86_64 qemu-img ssh-keygen xorrisofs genisoimage mkisofs; do
        ln -s "$(command -v $p)" \(root)/few/ 2>/dev/null || true
      done
      """)
    try #require(result.status == 0)
    return "\(root)/few"
  }

  /// Runs a script in namespaces of its own, with `lo` up and a `/dev/net/tun` that everybody may open.
  func isolated(_ script: String, timeout: Duration = .seconds(200)) async throws -> CommandResult {
    let start = """
      set -eux
      ip link set lo up
      if mkdir -p \(root)/net && mknod -m 666 \(root)/net/tun c 10 200; then
        mount --bind \(root)/net/tun /dev/net/tun
        chmod 666 /dev/net/tun
      fi
      vmrun=\(TestHost.vmrun)
      """
    try write(start + "\n" + script, "isolated.sh")
    // Root itself needs no user namespace, and may become other users only without one.
    let flags = TestHost.isRoot ? "-nm" : "-rnm"
    return try await shell("unshare \(flags) /bin/sh \(root)/isolated.sh", timeout: timeout)
  }
}

extension TestHost {
  /// Whether TAPs and bridges can be made in namespaces of a test's own.
  static let canMakeTap = canMount && access("/dev/net/tun", R_OK | W_OK) == 0 && has("ip")
  static let withoutTap: Comment = "no unshare or ip, or /dev/net/tun may not be opened"
}
