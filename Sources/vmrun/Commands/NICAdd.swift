internal import ArgumentParser
internal import VMRuntime

struct NICAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Plug a network card into a running machine.",
    discussion: """
      The words are
        \(NICRequest.grammar)
      such as
        vmrun nic add web user                   a virtio card behind QEMU's NAT
        vmrun nic add web model=e1000 user forward=8081:80
        vmrun nic add web tap ifname=tap0        a TAP of the host that is there
      The card goes with the machine's next stop, unless --persist writes it into the
      profile.
      """)

  @OptionGroup var argument: NameArgument
  @Argument(help: "The card, in the words above.") var words: [String]
  @Flag(help: "Write it into the profile, too, at the end of 'nics:'.") var persist = false
  @OptionGroup var output: FormatOption

  func run() async throws {
    let request = try NICRequest(words: words)
    let machine = try argument.machine(VMHost())
    let nic = try await machine.addNIC(request, persist: persist)
    if let id = nic.profileID { Terminal.message(NICText.persisted(nic, as: id, in: machine.status().profile)) }
    try output.format.write(nic.json) { NICText.added(nic, to: argument.name) }
  }
}
