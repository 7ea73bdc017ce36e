internal import ArgumentParser
internal import GLib
internal import Glibc

/// The command line: each verb is a file in Commands.
@main
struct VMRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vmrun",
    abstract: "Run QEMU virtual machines from text profiles.",
    discussion: """
      A machine is a profile, a file such as Profiles/web.yml. 'vmrun start web' runs it, 'vmrun ssh web' opens a
      shell in it, 'vmrun stop web' shuts it down; its disk stays until 'vmrun delete web'.
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Life",
        subcommands: [
          Start.self, Run.self, Stop.self, Restart.self, Kill.self, Pause.self, Resume.self, Delete.self, Wait.self,
        ]),
      CommandGroup(
        name: "Look", subcommands: [List.self, Status.self, Logs.self, ShowCommand.self, Doctor.self]),
      CommandGroup(name: "Reach", subcommands: [SSH.self, SSHConfig.self, Copy.self, Console.self, Monitor.self]),
      CommandGroup(name: "Change while running", subcommands: [NICCommand.self, ForwardCommand.self]),
      CommandGroup(name: "Nouns", subcommands: [ImageCommand.self, ProfileCommand.self, NetCommand.self]),
    ])

  static func main() {
    // A reader that goes away (`vmrun list | head`) must not look like a failure of ours.
    Terminal.ignoreBrokenPipes()
    MainContextExecutor.runProgram {
      do {
        let words = NetDiagram.completed(GuestCommand.separated(Array(CommandLine.arguments.dropFirst())))
        try UnknownCommand.check(words)
        var command = try parseAsRoot(words)
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
        return EXIT_SUCCESS
      } catch {
        Failure.exit(error)
      }
    }
  }
}
