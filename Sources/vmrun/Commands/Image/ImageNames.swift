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

  /// - Parameter forFile: what does the same to a file, for whoever names one.
  func machine(_ forFile: String) throws(RuntimeError) -> Machine {
    let host = VMHost()
    guard host.isPath(name) else { return try host.machineWithDisk(name, otherwise: forFile) }
    let what = host.isThere(name) ? "'\(name)' is a path" : "there is no file '\(name)'"
    throw RuntimeError(.usage, "\(what), and this takes a machine's name, see `vmrun list`; \(forFile)")
  }
}

extension VMHost {
  /// The machine of a name.
  ///
  /// - Parameter forFile: what to do about a file of that name.
  func machineWithDisk(_ name: String, otherwise forFile: String) throws(RuntimeError) -> Machine {
    do throws(RuntimeError) { return try existingMachine(name) } catch {
      guard !name.contains("/"), isThere(name) else { throw error }
      throw RuntimeError(.usage, "there is no machine '\(name)', only a file of that name: \(forFile)")
    }
  }
}
