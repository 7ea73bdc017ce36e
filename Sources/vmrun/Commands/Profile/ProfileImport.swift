internal import ArgumentParser
internal import ProfileExchange
internal import VMProfile
internal import VMRuntime

struct ProfileImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a profile of a machine of quickemu, libvirt or QEMU.",
    discussion: """
      Reads a quickemu .conf, a libvirt domain's XML, a script that runs QEMU, or the QEMU command line after '--'. \
      Nothing in it is run. What the profile cannot hold is named on standard error and at the top of the profile.
      """)

  @Argument(help: "The file; - is the standard input.", completion: .file()) var file: String?
  @Argument(parsing: .postTerminator, help: "A QEMU command line.") var command: [String] = []
  @Option(help: "The machine's name; that of the source unless given.") var name: String?
  @Option(help: "The profile's file; - is the standard output. Profiles/NAME.yml unless given.", completion: .file())
  var output: String?
  @Option(help: "The program that the file is of: quickemu, libvirt or qemu; found out unless given.")
  var from: ImportKind?
  @Flag(help: "Replace a profile that is there.") var force = false

  func run() async throws {
    var wanted: VMName?
    if let name {
      do { wanted = try VMName(parsing: name) } catch { throw RuntimeError(.usage, "--name is \(error)") }
    }
    let result = try VMHost().importProfile(try input(), kind: from, name: wanted, output: output, replaces: force)
    for loss in result.losses { Terminal.message("vmrun: \(loss)") }
    guard let path = result.path else { return Terminal.output(result.yaml) }
    try VMHost.write(result, to: path, replaces: force)
    Terminal.message("\(VMHost.displayed(path)): look through it, then `vmrun start \(result.name)`")
  }

  private func input() throws(RuntimeError) -> ImportInput {
    switch (file, command.isEmpty) {
    case (nil, false):
      guard from == nil || from == .qemu else { throw RuntimeError(.usage, "what follows '--' is a QEMU command line") }
      return .commandLine(command)
    case ("-", true): return .text(try StandardInput.text(limit: ImportInput.maximumSize))
    case (let file?, true): return .file(file)
    case (nil, true):
      throw RuntimeError(
        .usage, "name a file, or write a QEMU command line after '--': see `vmrun profile import --help`")
    case (_?, false): throw RuntimeError(.usage, "name a file, or write a QEMU command line after '--': not both")
    }
  }
}

extension ImportKind: ExpressibleByArgument {}
