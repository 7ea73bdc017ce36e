internal import QMP

extension Completer {
  func verbWords(
    _ verb: ShellVerb, _ given: [InputWord], _ knowledge: CompletionKnowledge
  ) -> [Completion.Candidate] {
    switch verb {
    case .help where given.isEmpty:
      return words(ShellVerb.allCases.map(\.rawValue)) + words((schema?.commands.keys).map(Array.init) ?? [])
        + words(events)
    case .mode where given.isEmpty: return words(["qmp", "hmp"])
    case .events where given.isEmpty: return words(["on", "off", "only"])
    case .events where given[0].text == "only": return words(events)
    case .nic: return nicWords(given, knowledge)
    case .forward where given.isEmpty: return words(["list", "add", "remove"])
    case .wait: return waitWords(given)
    case .migrate where given.isEmpty: return words(["status"])
    case .source, .replay: return given.isEmpty ? files(knowledge.files) : []
    case .record: return given.isEmpty ? files(knowledge.files) + words(["stop"]) : []
    default: return []
    }
  }

  private var events: [String] { (schema?.events.keys).map(Array.init) ?? [] }

  private func files(_ names: [String]) -> [Completion.Candidate] {
    names.map { Completion.Candidate($0, suffix: $0.hasSuffix("/") ? "" : " ") }
  }

  private func nicWords(_ given: [InputWord], _ knowledge: CompletionKnowledge) -> [Completion.Candidate] {
    let rest = given.dropFirst()
    switch given.first?.text {
    case nil: return words(["list", "add", "remove", "link", "capture"])
    case "add":
      let used = Set(rest.compactMap(\.key))
      let attachments = ["user", "passt", "network=", "tap", "socket", "vde=", "none"]
      let isAttached = rest.contains { attachments.contains($0.text) }
      let keys = ["model", "mac"].filter { !used.contains($0) } + ["forward"]
      return keys.map { Completion.Candidate($0 + "=", suffix: "") } + words(isAttached ? ["--persist"] : attachments)
    case "remove" where rest.isEmpty, "link" where rest.isEmpty, "capture" where rest.isEmpty:
      return words(knowledge.live)
    case "link" where rest.count == 1: return words(["up", "down"])
    case "capture" where rest.count == 1: return files(knowledge.files) + words(["--stop"])
    default: return []
    }
  }

  private func waitWords(_ given: [InputWord]) -> [Completion.Candidate] {
    guard let event = given.first?.text else { return words(events) }
    let members = schema?.events[event]?.data.members.map(\.name) ?? []
    guard given.contains(where: { $0.text == "where" }) else {
      if given.contains(where: { $0.text == "timeout" }) { return [] }
      return words(members.isEmpty ? ["timeout"] : ["where", "timeout"])
    }
    guard given.last?.text != "timeout" else { return [] }
    let used = Set(given.compactMap(\.key))
    let keys = members.filter { !used.contains($0) }.map { Completion.Candidate($0 + "=", suffix: "") }
    return used.isEmpty ? keys : keys + words(["timeout"])
  }
}
