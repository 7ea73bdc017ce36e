import Foundation
import Testing

/// Machines that reach each other through sockets of the host.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct SocketTests {
  @Test func `one machine listens and the other connects`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      let port = try #require(try Sandbox.freePorts(1).first)
      let address = "127.0.0.1:\(port)"
      try box.pair("socket: {listen: \"\(address)\"}", "socket: {connect: \"\(address)\"}")
      let early = try await box.vmrun("start", "b")
      #expect(early.status == 1)
      #expect(
        early.error.contains(
          "nic1 of 'b': no machine listens on \(address): start the listening machine first, the one with "
            + "`socket: {listen: \"\(address)\"}`"), "\(early)")
      #expect(box.machines("b") == [])

      try await box.startAndPing()
      let list = try await box.must("nic", "list", "a").output
      #expect(list.contains("socket listen \(address)"), "\(list)")
      let nics = try await box.status("b")["nics"] as? [[String: Any]]
      #expect(nics?.last?["attachment"] as? String == "socket")
      #expect(nics?.last?["detail"] as? String == "connect \(address)")

      // The listening machine takes the other one back.
      try await box.must("kill", "b")
      try await box.must("start", "b")
      try await box.pingBoth()
    }
  }

  @Test func `all of a multicast group are on one wire`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      let port = try #require(try Sandbox.freePorts(1).first)
      let socket = "socket: {mcast: \"239.77.0.1:\(port)\", localaddr: 127.0.0.1}"
      try box.pair(socket, socket)
      try await box.startAndPing()
    }
  }

  @Test func `frames travel in UDP packets`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      let ports = try Sandbox.freePorts(2)
      func socket(_ to: Int, _ from: Int) -> String {
        "socket: {udp: \"127.0.0.1:\(ports[to])\", localaddr: \"127.0.0.1:\(ports[from])\"}"
      }
      try box.pair(socket(0, 1), socket(1, 0))
      try await box.startAndPing()
    }
  }

  @Test func `a card that comes later is connected, or refused when nobody listens`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      let ports = try Sandbox.freePorts(2)
      try box.idleProfile("a")
      try box.idleProfile("b")
      try await box.must("start", "a")
      try await box.must("start", "b")
      let address = "127.0.0.1:\(ports[0])"
      let early = try await box.vmrun("nic", "add", "b", "socket", "connect=\(address)")
      #expect(early.status == 1)
      #expect(early.error.contains("no machine listens on \(address): start the listening machine first"), "\(early)")
      try await box.must("nic", "add", "a", "socket", "listen=\(address)")
      let taken = try await box.vmrun("nic", "add", "b", "socket", "listen=\(address)")
      #expect(taken.status == 1)
      #expect(taken.error.contains("cannot listen on \(address)/tcp: process '"), "\(taken)")
      let added = try await box.must("nic", "add", "b", "socket", "connect=\(address)").output
      #expect(added.contains("on socket connect \(address)"), "\(added)")
      #expect(try await box.must("nic", "list", "b").output.split(separator: "\n").count == 3)
    }
  }

  @Test(.enabled(if: TestHost.canMount && TestHost.has("ip"), "unshare or ip is missing"))
  func `a host without a way to the group says how to stay inside it`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics: [{socket: {mcast: \"239.77.0.1:4000\"}}]\n")
      let result = try await box.isolated("$vmrun start idle")
      #expect(result.status == 69, "\(result)")
      #expect(result.error.contains("write `localaddr: 127.0.0.1` to keep it on this host"), "\(result)")
    }
  }

  @Test func `a taken port and a strange address stop the start, with a word on why`() async throws {
    try await Sandbox.with { box in
      let held = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
      defer { close(held) }
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      _ = withUnsafeMutablePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(held, $0, length) == 0 && getsockname(held, $0, &length) == 0
        }
      }
      let local = "127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
      try box.idleProfile("idle", "nics: [{socket: {udp: \"127.0.0.1:4000\", localaddr: \"\(local)\"}}]\n")
      let taken = try await box.vmrun("start", "idle")
      #expect(taken.status == 1)
      #expect(taken.error.contains("nic0 of 'idle': cannot listen on \(local)/udp: process '"), "\(taken)")
      #expect(taken.error.contains("choose another port, here and in the other machine"))

      try box.idleProfile("idle", "nics: [{socket: {listen: \"192.0.2.99:4000\"}}]\n")
      let strange = try await box.vmrun("start", "idle")
      #expect(strange.status == 69)
      #expect(
        strange.error.contains("cannot listen on 192.0.2.99:4000/tcp: no interface of this host has the address"),
        "\(strange)")
    }
  }
}
