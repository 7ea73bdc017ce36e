internal import ArgumentParser
internal import ProfileExchange
internal import VMRuntime

struct ProfileExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a machine for another program: a shell script, libvirt or KubeVirt.",
    discussion: """
      With --output, libvirt's disk and seed are made beside the XML. What the other program does not have is named on \
      standard error and at the top of the file.
      """)

  @OptionGroup var argument: ProfileArgument
  @Option(help: "shell, libvirt or kubevirt.") var to: ExportKind
  @Option(help: "The file; the standard output unless given.", completion: .file()) var output: String?
  @Flag(help: "Replace a file that is there.") var force = false

  func run() async throws {
    let host = VMHost()
    let file = try host.profile(argument.name)
    // Whoever runs what is written here starts the machine.
    try await TrustQuestion.ask(file, host)
    try host.requireTrust(in: file)
    let path = output == "-" ? nil : output.map(VMHost.absolute)
    let folder = path.map(VMHost.folder) ?? VMHost.folder(of: VMHost.absolute("x"))
    let export = try await host.export(file, to: to, folder: folder)
    for note in export.text.notes { Terminal.message("vmrun: \(note)") }
    guard let path else { return Terminal.output(export.text.text) }
    try VMHost.prepareResult(at: path, replaces: force)
    // The XML comes last: where it is, all is that it names.
    if to == .libvirt { try await host.writeLibvirtFiles(export) }
    try VMHost.writeResult(export.text.text, to: path, replaces: force, mode: to == .shell ? 0o755 : 0o644)
    Terminal.message(hint(path))
  }

  private func hint(_ path: String) -> String {
    let shown = VMHost.displayed(path)
    return switch to {
    case .shell: "\(shown): run it to start the machine"
    case .libvirt: "\(shown): virsh define \(shown), then virsh start \(argument.name)"
    case .kubevirt: "\(shown): kubectl apply -f \(shown)"
    }
  }
}

extension ExportKind: ExpressibleByArgument {}
