internal import ArgumentParser
internal import VMRuntime

/// A network card of a machine.
struct NICArgument: ParsableArguments {
  @Argument(help: "The machine's name.", completion: .custom { _, _, _ in LiveNames.all })
  var name: String
  @Argument(help: "The card's id, such as nic1.", completion: .custom { words, _, _ in LiveNames.nics(words) })
  var id: String

  func machine(_ host: VMHost) throws -> Machine { try host.existingMachine(name) }
}

extension LiveNames {
  /// The cards of the machine that one of the words names.
  static func nics(_ words: [String]) -> [String] {
    let machines = VMHost().machines()
    return words.lazy.compactMap { word in machines.first { "\($0.name)" == word } }.first?.status().nics.map(\.id)
      ?? []
  }
}
