internal import ArgumentParser
internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "List, check and describe profiles.",
    subcommands: [ProfileList.self, ProfileCheck.self, ProfileSchemaCommand.self])
}

struct ProfileList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the profiles that can be seen from the current folder.", aliases: ["ls"])

  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let rows = host.profileNames().map { name in
      (name, (try? host.profilePath(name)) ?? "-", (try? host.profile(name))?.profile.description)
    }
    let json = rows.map { name, path, description -> JSONValue in
      ["name": .string(name), "path": .string(path), "description": description.map(JSONValue.string) ?? .null]
    }
    try output.format.write(.array(json)) {
      var table = ColumnTable(["NAME", "DESCRIPTION", "FILE"])
      for (name, path, description) in rows { table.append([name, description ?? "-", path]) }
      return table.text()
    }
  }
}

struct ProfileCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read profiles and report all of their mistakes; the exit code is 78 for any.")

  @Argument(
    help: "Profiles by name or path; all that can be seen unless given.",
    completion: .custom { _, _, _ in VMHost().profileNames() })
  var names: [String] = []

  func run() async throws {
    let host = VMHost()
    let names = names.isEmpty ? host.profileNames() : names
    if names.isEmpty { throw RuntimeError(.failed, "no profile can be seen from here") }
    var isWrong = false
    for name in names {
      do throws(RuntimeError) {
        _ = try host.profile(name)
        Terminal.message("\(name): no mistakes in the file; image and NIC models are looked up at start")
      } catch {
        isWrong = true
        Failure.report(error)
      }
    }
    if isWrong { throw ExitCode(Failure.code(.invalidProfile)) }
  }
}

struct ProfileSchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of profiles, for editors.")

  func run() async throws { Terminal.output(ProfileSchema.jsonSchema.pretty) }
}
