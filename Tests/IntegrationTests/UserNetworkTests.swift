import Foundation
import Testing

/// What a profile can tell QEMU's own network.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct UserNetworkTests {
  /// A server of the host's that says `hello` to whoever connects.
  private static let server = """
    import socket, sys
    s = socket.create_server(("127.0.0.1", int(sys.argv[1]))); s.settimeout(120)
    while True:
      c, _ = s.accept(); c.sendall(b"hello\\n"); c.close()
    """

  @Test func `restrict cuts the guest off, and forwards still lead to it`() async throws {
    try await Sandbox.with { box in
      let port = try #require(try Sandbox.freePorts(1).first)
      try box.write(Self.server, "server.py")
      let server = try box.command(["python3", "\(box.root)/server.py", "\(port)"]).start()
      defer { kill(server.pid, SIGKILL) }
      try box.tinyProfile(
        "web",
        "nics:\n- user: {restrict: true, net: 10.0.9.0/24, hostname: box9, forward: [ssh, \"0:80\", \"0:5353/udp\"]}\n"
          + "- user: {net: 192.168.7.0/24}\n")
      try await box.must("start", "web")
      try await box.must("wait", "web", "--for", "ssh")
      try await box.wait("both cards have an address", timeout: .seconds(40)) {
        let said = try await box.guest("web", "ip addr")
        return said.contains("inet 10.0.9.15/24") && said.contains("inet 192.168.7.15/24")
      }
      #expect(try await box.guest("web", "nc -w 3 10.0.9.2 \(port) </dev/null || echo cut") == "cut\n")
      #expect(try await box.guest("web", "nc -w 10 192.168.7.2 \(port) </dev/null") == "hello\n")

      // What DHCP says beyond the address.
      let said = try await box.guest(
        "web",
        """
        printf '#!/bin/sh\\n[ "$1" = bound ] && echo "name=$hostname" || true\\n' > /tmp/s; chmod +x /tmp/s
        card=$(ip -o addr | sed -n 's/^[0-9]*: \\([^ ]*\\) *inet 10.0.9.*/\\1/p')
        udhcpc -i $card -n -q -f -O hostname -s /tmp/s 2>/dev/null
        """)
      #expect(said.contains("name=box9"))

      let forwards = try #require(try await box.status("web")["forwards"] as? [[String: Any]])
      func hostPort(_ guestPort: Int) throws -> Int {
        try #require(forwards.first { $0["guestPort"] as? Int == guestPort }?["hostPort"] as? Int)
      }
      try await box.guest("web", "mkdir -p /tmp/www; echo hi > /tmp/www/index.html; httpd -p 80 -h /tmp/www")
      #expect(try await box.shell("curl -s -m 10 http://127.0.0.1:\(try hostPort(80))/").output == "hi\n")
      // The guest has no program that listens there: its kernel counts what comes to a closed port.
      func arrived() async throws -> Int {
        let count = try await box.guest("web", "awk '/^Udp: [0-9]/ {print $3}' /proc/net/snmp")
        return Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
      }
      let before = try await arrived()
      let send =
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'hi', ('127.0.0.1', \(try hostPort(5353))))"
      try await box.wait("the packet is there", timeout: .seconds(30)) {
        _ = try await box.command(["python3", "-c", send]).run()
        return try await arrived() > before
      }
    }
  }
}
