internal import ArgumentParser
internal import VMRuntime

struct Logs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Show what QEMU wrote on its standard error, or what the guest printed on its console.")

  @OptionGroup var argument: NameArgument
  @Flag(help: "Show the serial console instead.") var console = false
  @Flag(name: .shortAndLong, help: "Go on until the machine ends.") var follow = false

  func run() async throws {
    let machine = try argument.machine(VMHost())
    try await machine.followLog(console ? .console : .qemu, follow: follow) { Terminal.write($0, to: 1) }
  }
}
