internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

// The same words as on the command line: `vmrun nic add web user` is `nic add user` here.
extension Shell {
  func nic(_ words: [InputWord]) async throws(ShellError) {
    let rest = Array(words.dropFirst())
    switch words.first?.text {
    case "list", "ls", nil:
      try expectNone(rest, after: "nic list")
      try await listNICs()
    case "add": try await addNIC(rest.map(\.text))
    case "remove", "rm": try await removeNIC(rest)
    case "link":
      guard rest.count == 2, ["up", "down"].contains(rest[1].text) else { throw .usage("nic link ID up|down") }
      let (id, state) = (rest[0].text, rest[1].text)
      try await onMachine { machine throws(RuntimeError) in try await machine.setLink(id, up: state == "up") }
      await show(ShellResult(["id": .string(id), "link": .string(state)]) { _, _ in "the link of \(id) is \(state)" })
    case "capture": try await capture(rest)
    case let word?: throw unknown(word, of: "nic", ["list", "add", "remove", "link", "capture"])
    }
  }

  func forward(_ words: [InputWord]) async throws(ShellError) {
    let rest = words.dropFirst().filter { $0.key != "nic" }
    let nic = words.first { $0.key == "nic" }?.value?.text
    switch (words.first?.text, rest.count) {
    case ("list", 0), ("ls", 0), (nil, 0): try await listForwards()
    case ("add", 1):
      let wanted: PortForward
      do { wanted = try PortForward(parsing: rest[0].text) } catch { throw .usage("\(error)") }
      let added = try await onMachine { machine throws(RuntimeError) in try await machine.addForward(wanted, nic: nic) }
      await show(ShellResult(added.json) { _, _ in "\(NetworkText.forward(added.forward)) through \(added.nic)" })
    case ("remove", 1), ("rm", 1):
      let removed = try await onMachine { machine throws(RuntimeError) in
        try await machine.removeForward(try ForwardSelector(rest[0].text), nic: nic)
      }
      await show(ShellResult(removed.json) { _, _ in "\(NetworkText.forward(removed.forward)) is removed" })
    case ("add", _): throw .usage("forward add [host-ip:]host-port:guest-port[/udp] [nic=ID]")
    case ("remove", _), ("rm", _): throw .usage("forward remove PORT [nic=ID]")
    case (let word?, _): throw unknown(word, of: "forward", ["list", "add", "remove"])
    case (nil, _): throw .usage(ShellVerb.forward.usage)
    }
  }

  // MARK: Cards

  private func listNICs() async throws(ShellError) {
    _ = try connection()
    let nics: [NICStatus]
    if case .machine = target {
      nics = try await onMachine { machine throws(RuntimeError) in try await machine.nics() }
    } else {
      nics = NetworkText.nics(
        NetworkInfo(try await human("info network")), UserNetworkInfo(try await human("info usernet")))
    }
    await show(ShellResult(.array(nics.map(\.json))) { palette, _ in NetworkText.table(nics, palette) })
  }

  private func addNIC(_ words: [String]) async throws(ShellError) {
    let persist = words.contains("--persist")
    let request: NICRequest
    do { request = try NICRequest(words: words.filter { $0 != "--persist" }) } catch { throw ShellError(error) }
    let nic = try await onMachine { machine throws(RuntimeError) in try await machine.addNIC(request, persist: persist)
    }
    await show(ShellResult(nic.json) { _, _ in NetworkText.added(nic) })
  }

  private func removeNIC(_ words: [InputWord]) async throws(ShellError) {
    let usage = "nic remove ID [timeout 15s]"
    var limit = Duration.seconds(15)
    switch words.map(\.text) {
    case let texts where texts.count == 1: break
    case let texts where texts.count == 3 && ["timeout", "--timeout"].contains(texts[1]):
      guard let given = EventWait.duration(texts[2]) else { throw .usage(usage) }
      limit = given
    default: throw .usage(usage)
    }
    let id = words[0].text
    let timeout = limit
    let outcome = try await onMachine { machine throws(RuntimeError) in
      try await machine.removeNIC(id, timeout: timeout)
    }
    switch outcome {
    case .removed:
      await show(ShellResult(["id": .string(id), "outcome": "removed"]) { _, _ in "\(id) is removed" })
    case .pending:
      throw .timedOut("the guest has not let go of \(id): it goes when the guest answers, or at its next reset")
    case .refused(let reason): throw .failed("\(id) stays: \(reason)")
    case .unknown(let reason): throw .timedOut("whether \(id) is removed is not known: \(reason)")
    }
  }

  private func capture(_ words: [InputWord]) async throws(ShellError) {
    guard words.count == 2 else { throw .usage("nic capture ID FILE, or nic capture ID --stop") }
    let (id, word) = (words[0].text, words[1].text)
    guard word == "--stop" || word == "stop" else {
      try await onMachine { machine throws(RuntimeError) in
        try await machine.capture(id, file: FilePath.expand(word))
      }
      return await show(
        ShellResult(["id": .string(id), "capture": .string(word)]) { _, _ in "\(id) is captured to \(word)" })
    }
    let file = try await onMachine { machine throws(RuntimeError) in try await machine.stopCapture(id) }
    await show(
      ShellResult(["id": .string(id), "capture": .null, "file": .string(file)]) { _, _ in "\(file) is complete" })
  }

  private func listForwards() async throws(ShellError) {
    _ = try connection()
    let forwards: [NICForward]
    if case .machine = target {
      forwards = try await onMachine { machine throws(RuntimeError) in try await machine.forwards() }
    } else {
      forwards = NetworkText.forwards(
        NetworkInfo(try await human("info network")), UserNetworkInfo(try await human("info usernet")))
    }
    await show(ShellResult(.array(forwards.map(\.json))) { palette, _ in NetworkText.table(forwards, palette) })
  }

  // MARK: Small things

  /// What changes more than QEMU, so that vmrun's own record has to follow.
  private func onMachine<Value: Sendable>(
    _ body: (Machine) async throws(RuntimeError) -> Value
  ) async throws(ShellError) -> Value {
    guard case .machine(let machine) = target else {
      throw .usage(
        "vmrun did not start \(target.subject) and keeps no record of it: use netdev_add and device_add, or hmp hostfwd_add"
      )
    }
    backlog.clear()
    do { return try await body(machine) } catch { throw ShellError(error) }
  }

  private func human(_ line: String) async throws(ShellError) -> String {
    try await execute("human-monitor-command", ["command-line": .string(line)]).stringValue ?? ""
  }

  private func expectNone(_ words: [InputWord], after command: String) throws(ShellError) {
    if let word = words.first { throw .usage("'\(word.text)' has no place after '\(command)'") }
  }

  private func unknown(_ word: String, of verb: String, _ known: [String]) -> ShellError {
    .usage("\(verb) has no '\(word)': it takes \(Suggestion.list(known))")
  }
}
