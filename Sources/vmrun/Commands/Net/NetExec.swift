internal import ArgumentParser
internal import HostTool
internal import VMRuntime

struct NetExec: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a program in a namespace of a network, or where the network itself is.",
    discussion: """
      'vmrun net exec navy -- ping 10.16.0.5' runs it in the namespace 'navy' of a network that is up, \
      'vmrun net exec lab -- curl http://10.16.0.5' beside the bridge of the network 'lab'. Its status is the exit code.
      """)

  @Argument(help: "A namespace's or a network's name.", completion: .custom { _, _, _ in LiveNames.namespaces })
  var place: String
  @Argument(parsing: .postTerminator, help: "The program and its arguments.") var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else { throw ValidationError("exec takes a program after '--'.") }
  }

  func run() async throws {
    // Else nsenter would complain, in words of its own.
    guard let program = command.first, HostTool.find(program) != nil else {
      throw RuntimeError(.usage, "there is no program '\(command.first ?? "")' on this host")
    }
    let words = try VMHost().networkExecPrefix(place) + command
    try Replace.process(words[0], package: "", Array(words.dropFirst()))
  }
}
