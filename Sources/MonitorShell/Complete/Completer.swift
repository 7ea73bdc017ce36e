internal import JSON
internal import QMP

/// Completion as a pure function of the line, the schema and what is known of the machine.
struct Completer {
  let line: CompletionLine
  let schema: QMPSchema?

  init(_ text: String, cursor: Int, mode: Shell.Mode, schema: QMPSchema?) {
    line = CompletionLine(text, cursor: cursor, mode: mode)
    self.schema = schema
  }

  /// What to find out first.
  var needs: CompletionNeeds {
    var needs = CompletionNeeds()
    switch line.subject {
    case .command, .nothing: break
    case .hmp: needs.hmp = true
    case .verb(let verb, let given):
      if [.source, .record, .replay].contains(verb), given.isEmpty { needs.file = line.prefix }
      if verb == .nic, given.count == 1, given[0].text != "list" { needs.live = .nics }
      if verb == .nic, given.count == 2, given[0].text == "capture" { needs.file = line.prefix }
    case .key(let command, let given):
      if command == "device_add" { needs.driver = driver(given) }
    case .value(let command, let given, let key):
      needs.live = LiveKind(command: command, key: key, typed: line.prefix, given: given)
      if command == "device_add" {
        needs.driver = driver(given)
        needs.deviceTypes = key == "driver"
      }
      if key == "typename" { needs.deviceTypes = true }
      if key.hasSuffix("filename") || key == "file" && command != "blockdev-add" { needs.file = line.prefix }
    }
    return needs
  }

  func completion(_ knowledge: CompletionKnowledge) -> Completion {
    let candidates = candidates(knowledge)
    var seen: Set<String> = []
    let fitting = candidates.filter { $0.label.hasPrefix(line.prefix) && seen.insert($0.label).inserted }
    return Completion(start: line.start, candidates: fitting.map(quote).sorted { $0.label < $1.label })
  }

  private func candidates(_ knowledge: CompletionKnowledge) -> [Completion.Candidate] {
    switch line.subject {
    case .nothing: []
    case .command:
      words(ShellVerb.allCases.filter { $0 != .migrate }.map(\.rawValue)) + words(schema?.commands.keys.sorted() ?? [])
    case .hmp(let given):
      switch given.first {
      case nil: words(knowledge.hmpCommands)
      case "info" where given.count == 1: words(knowledge.hmpTopics)
      case "help" where given.count == 1: words(knowledge.hmpCommands)
      default: []
      }
    case .verb(let verb, let given): verbWords(verb, given, knowledge)
    case .key(let command, let given): keys(command, given, knowledge)
    case .value(let command, let given, let key): values(command, given, key, knowledge)
    }
  }

  func words(_ texts: [String], suffix: String = " ") -> [Completion.Candidate] {
    texts.map { Completion.Candidate($0, suffix: suffix) }
  }

  /// The text as it has to be typed: in quotes where it would fall apart without.
  private func quote(_ candidate: Completion.Candidate) -> Completion.Candidate {
    var candidate = candidate
    let isPlain = !candidate.text.unicodeScalars.contains {
      $0.properties.isWhitespace || ["'", "\"", "\\"].contains($0)
    }
    guard line.quote != nil || !isPlain else { return candidate }
    if case .value = line.subject {
    } else if isPlain {
      return candidate
    }
    let mark = line.quote.map(String.init) ?? "'"
    guard !candidate.text.contains(mark) else { return candidate }
    let closes = candidate.suffix == " "
    candidate.text = mark + candidate.text + (closes ? mark : "")
    return candidate
  }

  func driver(_ given: [InputWord]) -> String? { given.first { $0.key == "driver" }?.value?.text }
}
