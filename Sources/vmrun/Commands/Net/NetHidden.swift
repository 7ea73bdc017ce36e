internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

// What vmrun tells other programs to run; of no use to people.

struct NetConnect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect", abstract: "For ssh(1): connect where the networks are, and hand the connection over.",
    shouldDisplay: false)

  @Argument var address: String
  @Argument var port: Int

  func run() async throws { try await VMHost().handOverConnection(to: address, port: port) }
}

struct NetLeave: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leave", abstract: "Take a machine that has ended off its networks.", shouldDisplay: false)

  @Argument var name: String

  func run() async throws {
    guard let name = VMName(name) else { return }
    try await VMHost().machine(name).leaveNetworksIfStopped()
  }
}

struct NetRevert: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert", abstract: "Give an uplink's addresses back unless that was confirmed.", shouldDisplay: false)

  @Argument var name: String

  func run() async throws { try await VMHost().revertUplink(name) }
}
