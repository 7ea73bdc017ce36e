internal import ArgumentParser
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a source of profiles off the list, with its files here and its permissions.",
    discussion: """
      The opposite of 'vmrun profile add'. Machines that were started from it stay, and so does what they need of it, until \
      'vmrun delete'. A profile of your own is a file: remove it as such.
      """, aliases: ["rm"])

  @Argument(
    help: "Names of sources.",
    completion: .custom { _, _, _ in ((try? VMHost().sourceNames()) ?? []).map(\.description) })
  var names: [String]
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func run() async throws {
    let host = VMHost()
    for name in try sources() {
      let removal = try await host.removeSource(name)
      for profile in removal.broken {
        Terminal.message("\(profile): extends it, and has mistakes now: `vmrun profile check \(profile)` names them")
      }
      if quiet { continue }
      Terminal.message("\(name): removed from \(removal.list)\(Self.rest(removal))")
      if !removal.machines.isEmpty {
        let machines = removal.machines.map(\.description)
        Terminal.message(
          "\(name): what \(Suggestion.list(machines, last: "and")) \(machines.count == 1 ? "needs" : "need") of it stays: "
            + "`vmrun delete \(machines.joined(separator: " "))` when you are done")
      }
    }
  }

  private func sources() throws(RuntimeError) -> [VMName] {
    var sources: [VMName] = []
    do throws(InvalidValue) { for name in names { sources.append(try VMName(parsing: name)) } } catch {
      throw RuntimeError(.usage, "\(error): name a source such as team, not one of its profiles")
    }
    return sources
  }

  private static func rest(_ removal: SourceRemoval) -> String {
    if !removal.others.isEmpty {
      return "; its files and permissions stay for \(Suggestion.list(removal.others, last: "and"))"
    }
    guard removal.permissions > 0 else { return "" }
    return ", with \(removal.permissions) \(removal.permissions == 1 ? "permission" : "permissions")"
  }
}
