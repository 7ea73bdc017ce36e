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
struct NamesArgument: ParsableArguments {
  @Argument(help: "Names of machines.", completion: .custom { _, _, _ in LiveNames.all })
  var names: [String]

  /// Does the same to several at once, and prints what each came to in the order of the names; the first failure
  /// decides the exit code, the others are still done.
  func forEachAtOnce(_ body: @escaping @Sendable (String) async throws(RuntimeError) -> [String]) async throws {
    var tasks: [Task<NameOutcome, Never>] = []
    var first: RuntimeError?
    for (index, name) in names.enumerated() {
      // More would only wait for each other's processors.
      if index >= Self.atOnce { _ = await tasks[index - Self.atOnce].value }
      tasks.append(Task { await NameOutcome.of(name, body) })
    }
    for task in tasks {
      switch await task.value {
      case .done(let lines): for line in lines { Terminal.message(line) }
      case .failed(let error):
        if first == nil { first = error }
        Failure.report(error)
      }
    }
    if let first { throw ExitCode(Failure.code(first.kind)) }
  }

  private static let atOnce = 4

  /// Does the same to each; the first failure decides the exit code, the others are still done.
  func forEach(_ body: (String) async throws(RuntimeError) -> Void) async throws {
    var first: RuntimeError?
    for name in names {
      do throws(RuntimeError) {
        try await body(name)
      } catch {
        if first == nil { first = error }
        Failure.report(error)
      }
    }
    if let first { throw ExitCode(Failure.code(first.kind)) }
  }
}

/// What a verb came to for one machine.
private enum NameOutcome: Sendable {
  case done([String])
  case failed(RuntimeError)

  static func of(
    _ name: String, _ body: @Sendable (String) async throws(RuntimeError) -> [String]
  ) async -> NameOutcome {
    do throws(RuntimeError) { return .done(try await body(name)) } catch { return .failed(error) }
  }
}

/// Names for shell completion.
enum LiveNames {
  static var all: [String] {
    let host = VMHost()
    return Set(host.profileNames() + host.machines().map { "\($0.name)" }).sorted()
  }
}

extension VMHost {
  /// The machine of a name that has an instance or at least a profile.
  func existingMachine(_ reference: String) throws(RuntimeError) -> Machine {
    let name: VMName
    do { name = try VMName(parsing: reference) } catch { throw RuntimeError(.usage, "\(error)") }
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
