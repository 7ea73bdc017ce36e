internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

/// The machine that a verb is about.
struct NameArgument: ParsableArguments {
  @Argument(help: "The machine's name.", completion: .custom { _, _, _ in LiveNames.all })
  var name: String

  func machine(_ host: VMHost) throws -> Machine { try host.existingMachine(name) }
}

/// One machine or several.
struct NamesArgument: ParsableArguments, NamedThings {
  @Argument(help: "Names of machines.", completion: .custom { _, _, _ in LiveNames.all })
  var names: [String]
}

/// Names for shell completion.
enum LiveNames {
  static var all: [String] {
    let host = VMHost()
    return Set(host.profileNames() + host.sourcedProfileNames() + host.machines().map { "\($0.name)" }).sorted()
  }
}

extension VMHost {
  /// The machine of a name that has an instance or at least a profile.
  func existingMachine(_ reference: String) throws(RuntimeError) -> Machine {
    let name = try machineName(reference)
    let machine = machine(name)
    if machine.hasInstance { return machine }
    do { _ = try profilePath(reference) } catch {
      throw RuntimeError(error.kind, "there is no machine '\(name)' yet, and \(error.message)")
    }
    return machine
  }
}

/// A profile by its name, or a path to its file.
struct ProfileArgument: ParsableArguments {
  @Argument(help: "A profile's name, or the path of its file.", completion: .custom { _, _, _ in LiveNames.all })
  var name: String
}
