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
    let names = names
    var first: RuntimeError?
    await withTaskGroup(of: (Int, Result<[String], RuntimeError>).self) { group in
      var outcomes: [Int: Result<[String], RuntimeError>] = [:]
      var (started, printed) = (0, 0)
      func add() {
        let index = started
        started += 1
        group.addTask {
          do throws(RuntimeError) { return (index, .success(try await body(names[index]))) } catch {
            return (index, .failure(error))
          }
        }
      }
      // More would only wait for each other's processors.
      while started < min(names.count, Self.atOnce) { add() }
      while let (index, outcome) = await group.next() {
        outcomes[index] = outcome
        if started < names.count { add() }
        while let next = outcomes[printed] {
          printed += 1
          switch next {
          case .success(let lines): lines.forEach(Terminal.message)
          case .failure(let error):
            first = first ?? error
            Failure.report(error)
          }
        }
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
