internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct ProfileLockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock",
    abstract: "Write down what the project's profiles start from: their images, and the oldest QEMU that will do.",
    discussion: """
      The file Profiles/vmrun.lock is to be shared. 'vmrun start' holds to it: with another image, kernel, CD or disk that \
      is only read, or an older QEMU, it says what differs, and the exit code is 69. Your own layers (NAME.local.yml) are \
      left out of it.

      With names only their entries are written, and the others stay. As a commit, it is all or nothing: when a profile has \
      mistakes, the lock stays as it was.
      """)

  @Argument(
    help: "Names of profiles; all of the project's unless given.",
    completion: .custom { _, _, _ in VMHost().projectProfileNames() })
  var names: [String] = []
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func run() async throws {
    let outcome = try await VMHost().lockProfiles(try wanted())
    guard !quiet else { return }
    for name in outcome.changed { Terminal.message("\(name): \(Self.text(outcome.lock.entries[name]))") }
    for warning in outcome.warnings { Terminal.message(warning) }
    let count = outcome.lock.entries.count
    let what = outcome.changed.isEmpty ? "is as it was" : "written"
    Terminal.message("\(outcome.path): \(what), \(count) \(count == 1 ? "profile" : "profiles")")
  }

  private func wanted() throws(RuntimeError) -> [VMName] {
    var wanted: [VMName] = []
    do throws(InvalidValue) { for name in names { wanted.append(try VMName(parsing: name)) } } catch {
      throw RuntimeError(.usage, "the lock is of the project's own profiles: \(error)")
    }
    return wanted
  }

  private static func text(_ entry: ProfileLock.Entry?) -> String {
    guard let entry else { return "no longer there" }
    let content = entry.content.map { " \($0)," } ?? ""
    let files = entry.files.sorted { $0.key < $1.key }.map { " \($0.key) \($0.value)," }.joined()
    return "\(entry.image ?? "no image") for \(entry.arch.rawValue),\(content)\(files) QEMU \(entry.qemu)"
  }
}
