internal import ArgumentParser

struct NetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "net", abstract: "Networks of the host that machines are plugged into.",
    discussion: """
      A network is a file such as Profiles/networks/lab.yml; a NIC is plugged in with 'network: lab'. It comes up with \
      its first machine. Root's networks are the host's own; other users' are in a namespace of theirs, without any \
      privilege.
      """,
    subcommands: [
      NetUp.self, NetDown.self, NetList.self, NetShow.self, NetCheck.self, NetExec.self, NetCapture.self,
      NetConfirm.self, NetConnect.self, NetLeave.self, NetRevert.self,
    ])
}
