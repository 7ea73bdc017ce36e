internal import ArgumentParser
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read profiles and report all of their mistakes; the exit code is 78 for any.",
    discussion: "What a profile extends, and your own layer over it, are read with it.")

  @Argument(
    help: "Profiles by name or path; all that can be seen unless given.",
    completion: .custom { _, _, _ in LiveNames.profiles })
  var names: [String] = []

  func run() async throws {
    let host = VMHost()
    let names = names.isEmpty ? host.profileNames() : names
    if names.isEmpty { throw RuntimeError(.failed, "no profile can be seen from here") }
    var isWrong = false
    for name in names {
      do throws(RuntimeError) {
        let files = try host.profile(name).layers?.files.map(\.file) ?? []
        let what = files.count > 1 ? "in \(Suggestion.list(files, last: "and"))" : "in the file"
        Terminal.message("\(name): no mistakes \(what); image and NIC models are looked up at start")
      } catch {
        isWrong = true
        Failure.report(error)
      }
    }
    if isWrong { throw ExitCode(Failure.code(.invalidProfile)) }
  }
}
