internal import JSON
internal import QMP

extension Shell {
  func help(_ words: [InputWord]) async throws(ShellError) {
    let given = try ArgumentTree.build(Array(words.dropFirst()))
    guard let name = words.first?.text else { return await show(overview(await loadedSchema())) }
    let schema = await loadedSchema()
    if let verb = ShellVerb(rawValue: name), schema?.commands[name] == nil || verb == .quit {
      let note = schema?.commands[name] == nil ? "" : "\nQEMU's own command of that name: qmp \(name)"
      let details = verb.details.map { "\n\n\($0)" } ?? ""
      return await show(ShellResult(text: "\(verb.usage)\n  \(verb.summary)\(note)\(details)"))
    }
    guard let schema else { throw ShellError.failed("QEMU did not tell what it knows: \(target.subject) is needed") }
    if let event = schema.events[name.uppercased()], schema.commands[name] == nil {
      return await show(CommandHelp.result(event: event))
    }
    guard let command = schema.commands[name] else {
      let names = ShellVerb.allCases.map(\.rawValue) + schema.commands.keys.sorted()
      throw .usage("this QEMU has no command '\(name)'" + didYouMean(name, among: names))
    }
    await show(CommandHelp.result(command: command, given: try ArgumentReader().object(given, command.arguments)))
  }

  private func overview(_ schema: QMPSchema?) -> ShellResult {
    let verbs = ShellVerb.allCases.filter { $0 != .exit }
    let commands = schema?.commands.keys.sorted() ?? []
    let json: JSONValue = [
      "shell": .array(verbs.map { .string($0.rawValue) }), "qmp": .array(commands.map(JSONValue.string)),
    ]
    return ShellResult(json) { palette, width in
      // A long one has its explanation below it, so that all fits 80 columns.
      let column = verbs.map(\.usage.count).filter { $0 <= 24 }.max() ?? 24
      let lines = verbs.map { verb in
        let isLong = verb.usage.count > column
        let padding = String(repeating: " ", count: isLong ? column + 4 : column - verb.usage.count + 2)
        return "  " + palette.name(verb.usage) + (isLong ? "\n" : "") + padding + verb.summary
      }
      let example = "device_add driver=e1000 netdev=net1 id=nic1"
      return """
        \(palette.heading("The shell's own commands"))
        \(lines.joined(separator: "\n"))

        \(palette.heading("QEMU's commands")): COMMAND KEY=VALUE…, such as \(palette.name(example))
        Values: id=5 on/off 4G 'a b' a.b=1 list=[1,2] object={"a": 1}; or a whole command in JSON.
        \(commands.isEmpty ? "" : "All \(commands.count) by Tab on an empty line; `help COMMAND` explains one")
        """
    }
  }
}
