internal import ArgumentParser
internal import VMRuntime

struct NetCapture: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Write what goes through a network's bridge, or a machine's card, to a pcap file.",
    discussion: """
      'vmrun net capture lab lab.pcap' captures the bridge until Ctrl-C, through tcpdump(8); \
      'vmrun net capture web/nic0 web.pcap' the card, until 'vmrun nic capture web nic0 --stop'.
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
    guard parts.count == 2 else {
      let words = try host.networkCapture(place, file: file, count: count)
      Terminal.message("\(place): is captured to \(file) until Ctrl-C")
      try Replace.process(words[0], package: "tcpdump", Array(words.dropFirst()))
    }
    let machine = try host.existingMachine(parts[0])
    try await machine.capture(parts[1], file: file)
    Terminal.message(
      "\(parts[0]): \(parts[1]) is captured to \(file) until `vmrun nic capture \(parts[0]) \(parts[1]) --stop`")
  }
}
