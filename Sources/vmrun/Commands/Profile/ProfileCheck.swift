internal import ArgumentParser
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Read profiles, and report what is wrong with them and with the files, networks and images that they name.",
    discussion: """
      What a profile extends, and your own layer over it, are read with it; the files, networks and scripts that it names \
      are looked at, and so are its image and the project's lock. The exit code is 78 for mistakes, and 69 for what is \
      missing on this host. An image that is still to be had, and what it ignores of 'cloud_init', is only noted.
      """)

  @Argument(
    help: "Profiles by name or path; all that can be seen unless given.",
    completion: .custom { _, _, _ in LiveNames.profiles })
  var names: [String] = []

  func run() async throws {
    let host = VMHost()
    let names = names.isEmpty ? host.profileNames() : names
    if names.isEmpty { throw RuntimeError(.failed, "no profile can be seen from here") }
    var kinds: Set<RuntimeError.Kind> = []
    for name in names {
      do throws(RuntimeError) {
        let file = try host.profile(name)
        let findings = await host.findings(in: file)
        for fault in findings.faults {
          kinds.insert(fault.kind)
          Failure.report(fault)
        }
        for note in findings.notes { Terminal.message("\(name): note: \(note)") }
        guard findings.faults.isEmpty else { continue }
        let files = file.layers?.files.map(\.file) ?? []
        let what = files.count > 1 ? "in \(Suggestion.list(files, last: "and"))" : "in the file"
        Terminal.message("\(name): no mistakes \(what); NIC models and CPUs are looked up at start")
      } catch {
        kinds.insert(error.kind)
        Failure.report(error)
      }
    }
    guard !kinds.isEmpty else { return }
    let kind = kinds.contains(.invalidProfile) ? .invalidProfile : kinds.count == 1 ? kinds.first : nil
    throw ExitCode(Failure.code(kind ?? .unavailable))
  }
}
