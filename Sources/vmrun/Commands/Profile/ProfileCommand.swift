internal import ArgumentParser

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "List, check and describe profiles.",
    subcommands: [ProfileList.self, ProfileCheck.self, ProfileSchemaCommand.self])
}
