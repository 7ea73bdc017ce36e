internal import ArgumentParser
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Take profiles from a git repository; without a source, fetch those written down.",
    discussion: """
      The commit is written into Profiles/vmrun.sources, to be shared; outside of a project, among your own profiles. \
      'vmrun start team/web' then starts the machine 'team-web'. Nothing of the repository is run, and what its profiles \
      reach of this host must be allowed first ('vmrun profile trust').
      """)

  @Argument(help: "git@host:team/vms.git, ssh://…, https://…, or a path.") var source: String?
  @Option(help: "The folder of profiles in it; Profiles, or its top, unless given.") var path: String?
  @Option(help: "The name before the slash; whose it is unless given, as 'team' in git@host:team/vms.git.")
  var name: String?
  @Option(help: "A branch, a tag or a commit.") var ref: String?
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func run() async throws {
    let host = VMHost()
    guard let source else {
      guard path == nil, name == nil, ref == nil else {
        throw RuntimeError(.usage, "--path, --name and --ref are about a source: name it")
      }
      guard try !host.sourceNames().isEmpty else {
        throw RuntimeError(
          .usage, "no source of profiles is written down here: name one, `vmrun profile add git@host:team/vms.git`")
      }
      let outcomes = try await host.fetchSources(mayAsk: TrustQuestion.canAsk)
      if outcomes.isEmpty, !quiet {
        Terminal.message(
          "all sources that are written down are here already: see what is new in them with `vmrun profile update`")
      }
      return outcomes.forEach(report)
    }
    let url: GitURL
    let wanted: (name: VMName?, reference: GitReference?, folder: SourceFolder?)
    do throws(InvalidValue) {
      url = try GitURL(parsing: source)
      wanted = (try Self.value(name), try Self.value(ref), try Self.value(path))
    } catch {
      throw RuntimeError(.usage, "\(error)")
    }
    report(
      try await host.addSource(
        url, name: wanted.name, reference: wanted.reference, folder: wanted.folder, mayAsk: TrustQuestion.canAsk))
  }

  static func value<Value: TextValue>(_ text: String?) throws(InvalidValue) -> Value? {
    guard let text else { return nil }
    return try Value(parsing: text)
  }

  private func report(_ outcome: SourceOutcome) {
    guard !quiet else { return }
    let shown = outcome.profiles.prefix(10)
    let more = outcome.profiles.count > shown.count ? ", …" : ""
    Terminal.message(
      "\(outcome.name): \(outcome.profiles.count) \(outcome.profiles.count == 1 ? "profile" : "profiles") at "
        + "\(outcome.commit.short), written down in \(outcome.list): \(shown.joined(separator: ", "))\(more)")
  }
}
