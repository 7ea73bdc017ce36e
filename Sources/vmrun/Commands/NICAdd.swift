internal import ArgumentParser
internal import VMRuntime

struct NICAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Plug a network card into a running machine.",
    discussion: """
      The words: \(NICRequest.grammar)
        vmrun nic add web user                       a virtio card behind QEMU's NAT
        vmrun nic add web model=e1000 user forward=8081:80
        vmrun nic add web tap ifname=tap0            a TAP of the host that exists already
      The card is gone with the machine's next stop.
      """)

  @OptionGroup var argument: NameArgument
  @Argument(help: "The card, in the words below.") var words: [String]
  @OptionGroup var output: FormatOption

  func run() async throws {
    let request = try NICRequest(words: words)
    let machine = try argument.machine(VMHost())
    let nic = try await machine.addNIC(request)
    try output.format.write(nic.json) { NICText.added(nic, to: argument.name) }
  }
}
