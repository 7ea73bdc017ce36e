internal import ArgumentParser
internal import VMRuntime

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
