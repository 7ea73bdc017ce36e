internal import GLib
internal import Glibc
internal import HostTool
internal import QEMU
internal import VMProfile

/// passt(1) for one card. It has one end of a connected socket and QEMU the other: when QEMU ends, however that is,
/// passt sees the end of its connection and ends as well. No file, no number is needed to find it again.
struct Passt {
  let nic: ResolvedNIC
  let log: String

  /// The number under which passt finds its socket.
  private static let target: Int32 = 3

  /// What passt says of a port that another program took a moment ago.
  static let portRefused = "Failed to bind any port"

  /// Starts passt, ready for the guest.
  ///
  /// - Returns: QEMU's end.
  func startConnected() async throws(RuntimeError) -> OpenDescriptor {
    let (own, other): (OpenDescriptor, OpenDescriptor)
    do throws(GLibError) { (own, other) = try OpenDescriptor.socketPair() } catch { throw RuntimeError(error) }
    try await start(on: other)
    return own
  }

  /// Starts passt on a socket whose other end QEMU has.
  func start(on socket: OpenDescriptor) async throws(RuntimeError) {
    let program: String
    do throws(HostToolError) { program = try HostTool.require("passt") } catch { throw RuntimeError(error) }
    var child = ChildProcess(arguments: [program] + arguments)
    child.descriptors = [(source: socket.number, target: Self.target)]
    child.newSession = true
    let ending: ChildProcess.Ending
    // It goes to the background when its ports are open and all is ready.
    do throws(GLibError) { ending = try await child.finish(within: .seconds(10)) } catch {
      throw RuntimeError(.unavailable, "cannot start \(program): \(error)")
    }
    guard !ending.hasSucceeded else { return }
    guard ending.status != nil else {
      throw RuntimeError(.timedOut, "passt was not ready within 10 s and was ended: see \(log)")
    }
    throw Self.explain(ending.said)
  }

  var arguments: [String] {
    var arguments = ["--fd", "\(Self.target)", "--log-file", log]
    for forward in nic.attachment.forwards {
      let option = forward.transport == .tcp ? "--tcp-ports" : "--udp-ports"
      arguments += [option, "\(forward.hostAddress)/\(forward.hostPort):\(forward.guestPort)"]
    }
    guard let address = nic.address else { return arguments }
    arguments += ["--address", "\(address.address)", "--netmask", "\(address.prefixLength)"]
    if let gateway = nic.gateway { arguments += ["--gateway", "\(gateway)"] }
    for server in nic.dns { arguments += ["--dns", "\(server)"] }
    return arguments
  }

  /// What to know of a card that passt may serve badly; nil: nothing.
  ///
  /// An e1000 pads short frames to Ethernet's 60 bytes, and a passt of 2023 takes the padding for data: what a capture
  /// of such a connection shows. virtio and rtl8139 do not pad.
  static func caution(_ nic: ResolvedNIC) -> String? {
    guard case .passt = nic.attachment, nic.driver.hasPrefix("e1000") else { return nil }
    return "\(nic.id): a passt of 2023, such as Debian 12's, loses short packets of an \(nic.model); if connections "
      + "stall, take `model: virtio` or `user:`"
  }

  /// passt's last word, with what to do.
  static func explain(_ said: [String]) -> RuntimeError {
    let words = said.filter { !$0.hasPrefix("Failed to send") && !$0.hasPrefix("Don't run as root") }
    let last = words.last ?? "nothing"
    if words.contains(where: { $0.contains("No external routable interface") || $0.contains("not usable") }) {
      return RuntimeError(
        .unavailable,
        "passt gives the guest this host's own address, and no interface of the host has a default route: connect the "
          + "host, or use `user:`")
    }
    if let refused = words.first(where: { $0.contains(portRefused) }) {
      return RuntimeError(.failed, "passt said: \(refused): another program took the port at this moment; start again")
    }
    if last.contains("unrecognized option"), last.contains("fd") {
      return RuntimeError(.unavailable, "this passt is too old, it has no --fd: install one of 2023 or later")
    }
    return RuntimeError(.failed, "passt ended at start and said: \(last)")
  }
}
