internal import ArgumentParser
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileUpdate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Show what is new in sources of profiles, and take it when you agree.",
    discussion:
      "Shown are the files and values that differ, and what profiles reach of this host that they did not before.")

  @Argument(
    help: "Names of sources; all of the project's unless given.",
    completion: .custom { _, _, _ in ((try? VMHost().sourceNames()) ?? []).map(\.description) })
  var names: [String] = []
  @Option(help: "Go over to this branch, tag or commit.") var ref: String?
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false

  func run() async throws {
    let host = VMHost()
    let reference: GitReference?
    var sources: [VMName] = []
    do throws(InvalidValue) {
      reference = try ProfileAdd.value(ref)
      for name in names { sources.append(try VMName(parsing: name)) }
    } catch {
      throw RuntimeError(.usage, "\(error)")
    }
    if sources.isEmpty { sources = try host.sourceNames() }
    guard !sources.isEmpty else {
      throw RuntimeError(.failed, "there is no source of profiles here: add one with `vmrun profile add URL`")
    }
    guard reference == nil || sources.count == 1 else {
      throw RuntimeError(.usage, "--ref is about one source: name it")
    }
    for name in sources { try await update(name, reference, host) }
  }

  private func update(_ name: VMName, _ reference: GitReference?, _ host: VMHost) async throws {
    guard let update = try await host.sourceUpdate(name, to: reference, mayAsk: TrustQuestion.canAsk) else {
      return Terminal.message("\(name): nothing new")
    }
    Terminal.output("\(name): \(update.old.short) -> \(update.new.short)")
    if update.isRewritten {
      Terminal.output("the history was written anew: \(update.old.short) is no longer part of it")
    }
    if !update.files.isEmpty { Terminal.output(update.files) }
    for change in update.changes { Terminal.output(Self.text(change)) }
    guard yes || TrustQuestion.canAsk else {
      throw RuntimeError(.usage, "'\(name)' stays at \(update.old.short): take what is new with --yes")
    }
    guard yes || Terminal.confirm("Take \(update.new.short)?") else {
      return Terminal.message("\(name): stays at \(update.old.short)")
    }
    try await host.takeUpdate(update)
    Terminal.message("\(name): is at \(update.new.short) now")
  }

  private static func text(_ change: SourceUpdate.Change) -> String {
    var lines = [change.name + (change.isNew ? " (new)" : change.isGone ? " (no longer there)" : "")]
    if let mistake = change.mistake { lines += mistake.split(separator: "\n").map { "  \(String($0).escapedLine)" } }
    for item in change.differences {
      let (old, new) = (item.old ?? "-", item.new ?? "-")
      lines.append("  \(item.keyPath.escapedLine): \(old.escapedLine) -> \(new.escapedLine)")
    }
    for reach in change.newReach { lines.append("  NEW on this host: \(reach.line)") }
    for reach in change.lostReach { lines.append("  no longer: \(reach.line)") }
    return lines.joined(separator: "\n")
  }
}
