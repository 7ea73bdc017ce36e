internal import JSON
internal import QMP
internal import VMProfile
internal import Wording

/// Where a line leads.
enum NextStep { case stay, leave }

extension Shell {
  func evaluate(_ input: ShellInput) async throws(ShellError) -> NextStep {
    switch input {
    case .blank, .incomplete: break
    case .json(let command, let arguments, let outOfBand):
      try await check(command, arguments)
      try await send(command, arguments, outOfBand: outOfBand)
    case .hmp(let line):
      try await sendHMP(line)
    case .words(let name, let rest, let tail):
      // `migrate` is ours while it asks, and QEMU's when it acts.
      if let verb = ShellVerb(rawValue: name), verb != .migrate || rest.first?.key == nil {
        return try await run(verb, rest, tail: tail)
      }
      try await sendWords(name, rest)
    }
    return .stay
  }

  private func run(_ verb: ShellVerb, _ words: [InputWord], tail: String) async throws(ShellError) -> NextStep {
    switch verb {
    case .quit, .exit:
      try expect(words, atMost: 0, verb)
      return .leave
    case .help: try await help(words)
    case .mode: try await setMode(words)
    case .hmp: try await sendHMP(tail)
    case .qmp: try await sendQMP(words)
    case .events: try await setEvents(words)
    case .wait: try await waitForEvent(words)
    case .source: return try await source(try file(words, verb))
    case .record: try await record(try file(words, verb))
    case .replay: try await replay(try file(words, verb))
    case .migrate:
      guard words.isEmpty || words.map(\.text) == ["status"] else {
        throw .usage("migrate takes uri=… to begin one; without arguments it shows how one goes")
      }
      try await showMigration()
    case .state, .block, .pci:
      try expect(words, atMost: 0, verb)
      try await showView(verb)
    case .nic: try await nic(words)
    case .forward: try await forward(words)
    }
    return .stay
  }

  private func expect(_ words: [InputWord], atMost count: Int, _ verb: ShellVerb) throws(ShellError) {
    guard words.count > count else { return }
    throw .usage("'\(words[count].text)' has no place here: \(verb.usage)")
  }

  private func file(_ words: [InputWord], _ verb: ShellVerb) throws(ShellError) -> String {
    try expect(words, atMost: 1, verb)
    guard let word = words.first else { throw .usage("which file? \(verb.usage)") }
    return word.text
  }

  private func setMode(_ words: [InputWord]) async throws(ShellError) {
    try expect(words, atMost: 1, .mode)
    if let word = words.first {
      guard let mode = Mode(rawValue: word.text) else { throw .usage("mode takes qmp or hmp, not '\(word.text)'") }
      self.mode = mode
      await output.promptChanged()
    }
    let mode = mode.rawValue
    await show(ShellResult(["mode": .string(mode)]) { _, _ in words.isEmpty ? mode : "" })
  }

  private func sendQMP(_ words: [InputWord]) async throws(ShellError) {
    guard let name = words.first else { throw .usage("which command? \(ShellVerb.qmp.usage)") }
    try await sendWords(name.text, Array(words.dropFirst()))
  }

  // MARK: QMP

  private func sendWords(_ command: String, _ words: [InputWord]) async throws(ShellError) {
    let schema = await loadedSchema()
    if let schema, schema.commands[command] == nil { throw unknownCommand(command, schema) }
    let members = try ArgumentTree.build(words)
    let type = schema?.commands[command]?.arguments
    var properties: [DeviceProperty] = []
    if command == "device_add", case .value(let driver)? = members.first(where: { $0.name == "driver" })?.tree {
      properties = await deviceProperties(driver.text)
    }
    let arguments = try ArgumentReader().object(members, type, properties: properties)
    try await check(command, arguments)
    try await send(command, arguments)
  }

  private func unknownCommand(_ command: String, _ schema: QMPSchema) -> ShellError {
    let names = ShellVerb.allCases.map(\.rawValue) + schema.commands.keys.sorted()
    if ["info", "savevm", "loadvm", "sendkey", "hostfwd_add", "hostfwd_remove", "x", "xp"].contains(command) {
      return .usage("this QEMU has no QMP command '\(command)', but HMP has: hmp \(command) …")
    }
    return .usage("this QEMU has no command '\(command)'" + didYouMean(command, among: names))
  }

  /// What QEMU would refuse is said before it is sent.
  private func check(_ command: String, _ arguments: JSONObject) async throws(ShellError) {
    _ = try connection()
    guard let introspection else { return }
    let problems: [ArgumentProblem]
    do throws(QMPError) {
      problems = try await introspection.checkArguments(of: command, arguments)
    } catch {
      // QEMU checks as well; a check that can't be made must not keep a command from it.
      return
    }
    let errors = problems.filter(\.isError)
    if !errors.isEmpty { throw .usage(errors.map(\.description).joined(separator: "\n")) }
    for problem in problems where options.isInteractive { await output.note("note: \(problem)") }
  }

  private func send(_ command: String, _ arguments: JSONObject, outOfBand: Bool = false) async throws(ShellError) {
    try await confirm(Danger.of(command, arguments))
    try await confirmRemoval(command, arguments)
    // A question changes nothing: what happened before it can still be waited for.
    if !command.hasPrefix("query-"), !command.hasPrefix("qom-") { backlog.clear() }
    let answer = try await execute(command, arguments, outOfBand: outOfBand)
    // Asked for by its QMP name, HMP's answer is a text like any other, whatever it says.
    if command == "human-monitor-command", let text = answer.stringValue {
      return await show(ShellResult(text: HMPAnswer(text).text))
    }
    await show(ShellResult(answer))
  }

  func execute(
    _ command: String, _ arguments: JSONObject = [:], outOfBand: Bool = false
  ) async throws(ShellError) -> JSONValue {
    let connection = try connection()
    do throws(QMPError) {
      return try await connection.execute(
        command, arguments, timeout: options.commandTimeout, outOfBand: outOfBand)
    } catch .disconnected where command == "quit" {
      return [:]
    } catch .disconnected(let text) {
      let reason = await target.reasonOfEnd().map { " (\($0))" } ?? ""
      var error = ShellError.failed("'\(command)' has no answer: \(text)\(reason)")
      error.isDisconnect = true
      throw error
    } catch {
      throw ShellError(error)
    }
  }

  // MARK: HMP

  private func sendHMP(_ line: String) async throws(ShellError) {
    guard !line.isEmpty else { throw .usage("which command? \(ShellVerb.hmp.usage)") }
    let arguments: JSONObject = ["command-line": .string(line)]
    try await confirm(Danger.ofHMP(line))
    try await confirmRemoval("human-monitor-command", arguments)
    backlog.clear()
    let answer = HMPAnswer(try await execute("human-monitor-command", arguments).stringValue ?? "")
    guard !answer.isError else { throw ShellError.failed(answer.message) }
    await show(ShellResult(text: answer.text))
  }

  // MARK: What asks first

  private func confirm(_ danger: String?) async throws(ShellError) {
    guard let danger, !options.force else { return }
    guard options.isInteractive else { throw .usage("\(danger): say --force if that is meant") }
    guard await output.confirm("\(danger). Do it?") else { throw ShellError.failed("not done") }
  }

  private func confirmRemoval(_ command: String, _ arguments: JSONObject) async throws(ShellError) {
    guard !options.force, let netdev = Danger.removedNetdev(command, arguments) else { return }
    guard let device = await live?.device(using: netdev) else { return }
    try await confirm("the netdev '\(netdev)' is in use by '\(device)', which loses its network at once")
  }

  // MARK: What QEMU knows

  func loadedSchema() async -> QMPSchema? { try? await introspection?.schema() }

  func deviceProperties(_ driver: String) async -> [DeviceProperty] {
    (try? await introspection?.properties(ofDriver: driver)) ?? []
  }

  func didYouMean(_ word: String, among names: [String]) -> String {
    Suggestion.nearest(to: word, among: names).map { ": did you mean '\($0)'?" } ?? ": see `help`"
  }
}
