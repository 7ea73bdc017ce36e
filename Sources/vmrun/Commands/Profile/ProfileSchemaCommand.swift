internal import ArgumentParser
internal import JSON
internal import VMProfile

struct ProfileSchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of profiles, for editors.")

  func run() async throws { Terminal.output(ProfileSchema.jsonSchema.pretty) }
}
