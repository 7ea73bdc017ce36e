internal import ArgumentParser
internal import Glibc
internal import MonitorShell
internal import VMRuntime

struct Monitor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor", abstract: "Talk to a running machine: inspect it, change it, watch its events.",
    discussion: """
      On a terminal this is a shell that completes with Tab and explains with 'help'; leaving it leaves the machine \
      alone. With -c, or when standard input is no terminal, commands run one after the other up to the first that \
      fails, and the exit code says whether all were done.
      """)

  @Argument(help: "The machine's name.", completion: .custom { _, _, _ in LiveNames.all })
  var name: String?

  @Option(help: "The UNIX socket of any QEMU's QMP monitor, instead of a machine's name.", completion: .file())
  var socket: String?

  @Option(name: [.customShort("c"), .long], help: "Run this command; can be given several times.")
  var command: [String] = []

  @Option(help: "How to write results: pretty, or json for one JSON value a command.")
  var format: Format = .pretty

  @Flag(help: "Go on after a command that failed.") var keepGoing = false
  @Flag(help: "Do what ends the machine, or cuts it off, without asking.") var force = false
  @Option(help: "Seconds that QEMU may take for one command, and a script's 'wait' for its event.") var timeout: Int =
    60

  /// The words that `--format` takes.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case pretty, json

    var value: ShellFormat { self == .json ? .json : .pretty }
  }

  func validate() throws {
    guard (name == nil) != (socket == nil) else {
      throw ValidationError("Give the name of a machine, or --socket and the path of a monitor.")
    }
    guard (1...86400).contains(timeout) else { throw ValidationError("--timeout takes 1 to 86400 seconds.") }
  }

  func run() async throws {
    let host = VMHost()
    let target: MonitorTarget = if let name { .machine(try host.existingMachine(name)) } else { .socket(socket ?? "") }
    var options = ShellOptions()
    options.force = force
    options.keepsGoing = keepGoing
    options.commandTimeout = .seconds(timeout)
    options.cacheDirectory = host.directories.cache + "/qmp"
    let palette = Palette(isColoured: Terminal.outputHasColour)
    if command.isEmpty, Terminal.inputIsTerminal, Terminal.outputIsTerminal {
      options.isInteractive = true
      return await InteractiveShell(
        target: target, options: options, format: format.value, palette: palette,
        historyDirectory: host.directories.state
      ).run()
    }
    let shell = Shell(target: target, options: options, output: PlainOutput(format: format.value, palette: palette))
    let failure = await runScript(shell, options)
    await shell.close()
    if let failure { throw ExitCode(Failure.code(failure.kind)) }
  }

  private func runScript(_ shell: Shell, _ options: ShellOptions) async -> ShellError? {
    do throws(ShellError) {
      try await shell.attach()
    } catch {
      Failure.report(RuntimeError(error.kind, error.message))
      return error
    }
    let runner = ScriptRunner(shell, options)
    return command.isEmpty ? await runner.runStandardInput() : await runner.run(commands: command)
  }
}
