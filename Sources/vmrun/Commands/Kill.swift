internal import ArgumentParser
internal import VMRuntime

struct Kill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "End QEMU at once; what the guest had not written to its disk is lost.")

  @OptionGroup var arguments: NamesArgument

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      let outcome = try await host.existingMachine(name).kill()
      Terminal.message("\(name): \(outcome == .killed ? "killed" : "was not running")")
    }
  }
}
