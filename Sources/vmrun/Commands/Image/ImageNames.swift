internal import ArgumentParser
internal import DiskImage
internal import VMRuntime

/// Images' names for shell completion, without a word to any server.
extension LiveNames {
  static var storedImages: [String] { Set(VMHost().storedImages().map(\.name)).sorted() }

  static var catalogImages: [String] {
    Set(((try? VMHost().knownCatalogEntries()) ?? []).map(\.name)).sorted()
  }

  static var machinesWithDisks: [String] { VMHost().machines().map { "\($0.name)" } }

  static var imagesAndMachines: [String] { Set(storedImages + machinesWithDisks).sorted() }
}

/// A machine whose disk is changed.
struct DiskArgument: ParsableArguments {
  @Argument(help: "The machine's name.", completion: .custom { _, _, _ in LiveNames.machinesWithDisks })
  var name: String

  func machine() throws -> Machine { try VMHost().existingMachine(name) }
}
