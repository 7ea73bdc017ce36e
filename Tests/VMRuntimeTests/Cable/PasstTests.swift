import QEMU
import Testing
import VMProfile

@testable import VMRuntime

@Suite("How passt is called, and what its words mean")
struct PasstTests {
  private func nic(
    _ forwards: [String], address: String? = nil, driver: String = "virtio-net-pci", model: String = "virtio"
  ) throws -> ResolvedNIC {
    var nic = ResolvedNIC(
      hotPlugged: "nic0", netdevID: "net0", driver: driver, model: model,
      mac: try MACAddress(parsing: "52:54:00:12:34:56"),
      attachment: .passt(forwards: forwards.compactMap(PortForward.init)), port: nil)
    guard let address else { return nic }
    nic.address = IPv4Interface(address)
    nic.gateway = IPv4Address("10.5.0.1")
    nic.dns = ["9.9.9.9", "1.1.1.1"].compactMap(IPv4Address.init)
    return nic
  }

  @Test func `forwards name their address, and both ports`() throws {
    let passt = Passt(nic: try nic(["2222:22", "0.0.0.0:5353:53/udp"]), log: "/i/passt.log")
    #expect(
      passt.arguments == [
        "--fd", "3", "--log-file", "/i/passt.log", "--tcp-ports", "127.0.0.1/2222:22", "--udp-ports",
        "0.0.0.0/5353:53",
      ])
  }

  @Test func `a fixed address comes with its network`() throws {
    let passt = Passt(nic: try nic([], address: "10.5.0.7/24"), log: "/i/passt.log")
    #expect(
      passt.arguments.dropFirst(4) == [
        "--address", "10.5.0.7", "--netmask", "24", "--gateway", "10.5.0.1", "--dns", "9.9.9.9", "--dns", "1.1.1.1",
      ])
  }

  @Test func `an e1000 gets a word of caution, other cards and other ways do not`() throws {
    var card = try nic([], driver: "e1000", model: "e1000")
    #expect(
      Passt.caution(card)
        == "nic0: a passt of 2023, such as Debian 12's, loses short packets of an e1000; if connections stall, take "
        + "`model: virtio` or `user:`")
    card.attachment = .none
    #expect(Passt.caution(card) == nil)
    #expect(Passt.caution(try nic([])) == nil)
    #expect(Passt.caution(try nic([], driver: "rtl8139", model: "rtl8139")) == nil)
  }

  @Test(arguments: [
    (
      "No external routable interface for IPv4\nExternal interface not usable", RuntimeError.Kind.unavailable,
      "passt gives the guest this host's own address, and no interface of the host has a default route: connect the "
        + "host, or use `user:`"
    ),
    (
      "Don't run as root. Changing to nobody...\nFailed to bind any port for '-t 127.0.0.1/2299:22', exiting", .failed,
      "passt said: Failed to bind any port for '-t 127.0.0.1/2299:22', exiting: another program took the port at this "
        + "moment; start again"
    ),
    (
      "passt: unrecognized option '--fd'", .unavailable,
      "this passt is too old, it has no --fd: install one of 2023 or later"
    ),
    ("Failed to send 7 bytes to syslog\nSomething new", .failed, "passt ended at start and said: Something new"),
    ("", .failed, "passt ended at start and said: nothing"),
  ])
  func `what it says is explained`(said: String, kind: RuntimeError.Kind, message: String) {
    #expect(Passt.explain(said.split(separator: "\n").map(String.init)) == RuntimeError(kind, message))
  }

  @Test func `a port that was lost at the last moment is tried again`() {
    #expect(Passt.explain(["Failed to bind any port for '-t 2299:22', exiting"]).isPortTaken)
  }
}
