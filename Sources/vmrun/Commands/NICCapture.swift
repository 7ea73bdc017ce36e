internal import ArgumentParser
internal import VMRuntime

struct NICCapture: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture", abstract: "Write all that goes through a card to a pcap file, until --stop.")

  @OptionGroup var argument: NICArgument
  @Argument(help: "The file; it must not exist.", completion: .file(extensions: ["pcap"])) var file: String?
  @Flag(help: "End the capture.") var stop = false

  func validate() throws {
    guard stop == (file == nil) else { throw ValidationError("capture takes a file, or --stop to end it.") }
  }

  func run() async throws {
    let machine = try argument.machine(VMHost())
    if let file {
      try await machine.capture(argument.id, file: file)
      Terminal.message("\(argument.name): \(argument.id) is captured to \(file)")
    } else {
      let file = try await machine.stopCapture(argument.id)
      Terminal.message("\(argument.name): the capture of \(argument.id) has ended: \(file)")
    }
  }
}
