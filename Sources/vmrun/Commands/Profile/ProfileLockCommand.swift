internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct ProfileLockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock",
    abstract: "Write down what the project's profiles start from: their images, and the oldest QEMU that will do.",
    discussion: """
      The file Profiles/vmrun.lock is to be shared. 'vmrun start' holds to it: with another image or an older QEMU it \
      says what differs, and the exit code is 69. Your own layers (NAME.local.yml) are left out of it.
      """)

  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func run() async throws {
    let outcome = try await VMHost().lockProfiles()
    guard !quiet else { return }
    for name in outcome.changed {
      if let entry = outcome.lock.entries[name] {
        let content = entry.content.map { " \($0)," } ?? ""
        Terminal.message(
          "\(name): \(entry.image ?? "no image") for \(entry.arch.rawValue),\(content) QEMU \(entry.qemu)")
      } else {
        Terminal.message("\(name): no longer there")
      }
    }
    let count = outcome.lock.entries.count
    let what = outcome.changed.isEmpty ? "is as it was" : "written"
    Terminal.message("\(outcome.path): \(what), \(count) \(count == 1 ? "profile" : "profiles")")
  }
}
