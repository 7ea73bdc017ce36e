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
    var isEmpty = true
    try await machine.followLog(console ? .console : .qemu, follow: follow) { bytes in
      isEmpty = isEmpty && bytes.isEmpty
      Terminal.write(bytes, to: 1)
    }
    guard isEmpty else { return }
    Terminal.message(
      console
        ? "the guest of '\(argument.name)' has printed nothing on its serial console"
        : "QEMU has written nothing; `vmrun logs --console \(argument.name)` shows what the guest printed")
  }
}
