internal import ArgumentParser
internal import GLib
internal import Glibc
internal import Synchronization
internal import VMRuntime

struct NetCapture: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Write what goes through a network's bridge, or a machine's card, to a pcap file.",
    discussion: """
      'vmrun net capture lab lab.pcap' captures the bridge until Ctrl-C; \
      'vmrun net capture web/nic0 web.pcap' the machine's card: on a TAP until Ctrl-C, else until \
      'vmrun nic capture web nic0 --stop'.
      """)

  @Argument(help: "A network's name, or MACHINE/NIC.", completion: .custom { _, _, _ in LiveNames.networks })
  var place: String
  @Argument(help: "The file; it must not exist.", completion: .file(extensions: ["pcap"])) var file: String
  @Option(help: "End after this many packets.") var count: Int?

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count takes 1 or more packets.") }
  }

  func run() async throws {
    let host = VMHost()
    let parts = place.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let end = Flag()
    let signals = [SIGINT, SIGTERM, SIGHUP].map { number in
      MainContextExecutor.shared.onSignal(number) { end.raise() }
    }
    defer { signals.forEach { $0.cancel() } }
    let began = { Terminal.message("\(place): is captured to \(file)\(count == nil ? " until Ctrl-C" : "")") }
    guard parts.count == 2 else {
      return report(
        try await host.captureNetwork(place, file: file, count: count, started: began) { end.isRaised })
    }
    let machine = try host.existingMachine(parts[0])
    let tap = try await host.captureTap(of: machine, nic: parts[1], file: file, count: count, started: began) {
      end.isRaised
    }
    if let tap { return report(tap) }
    // Without a TAP it is QEMU that sees the packets.
    try await machine.capture(parts[1], file: file)
    Terminal.message(
      "\(parts[0]): \(parts[1]) is captured to \(file) until `vmrun nic capture \(parts[0]) \(parts[1]) --stop`")
  }

  private func report(_ outcome: (packets: Int, dropped: Int)) {
    let lost = outcome.dropped > 0 ? ", and \(outcome.dropped) more were lost" : ""
    Terminal.message("\(place): \(outcome.packets) packets are in \(file)\(lost)")
  }
}

/// Something that a signal asks for.
private final class Flag: Sendable {
  private let state = Mutex(false)
  func raise() { state.withLock { $0 = true } }
  var isRaised: Bool { state.withLock { $0 } }
}
