internal import ArgumentParser
internal import VMProfile
internal import VMRuntime
internal import Wording

/// Finds a word that is no command before the parser calls it an unexpected argument.
enum UnknownCommand {
  /// - Parameter words: the command line without the program's name.
  /// - Throws: `RuntimeError` of kind `usage` that names the command that may have been meant.
  static func check(_ words: [String]) throws(RuntimeError) {
    var command: any ParsableCommand.Type = VMRun.self
    var path = "vmrun"
    // 'help nic add' has the words of a command, too.
    for word in words.first == "help" ? words.dropFirst() : words[...] {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-") else { return }
      guard let next = subcommands.first(where: { names(of: $0).contains(word) }) else {
        let hint = Suggestion.nearest(to: word, among: subcommands.flatMap(names)).map { "did you mean '\($0)'?" }
        throw RuntimeError(.usage, "there is no command '\(path) \(word)': \(hint ?? "see `\(path) --help`")")
      }
      command = next
      path += " " + word
    }
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [command.configuration.commandName].compactMap(\.self) + command.configuration.aliases
  }
}
