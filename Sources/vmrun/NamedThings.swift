internal import ArgumentParser
internal import VMRuntime

/// Machines or networks that a verb is about, by their names.
protocol NamedThings {
  var names: [String] { get }
}

extension NamedThings {
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

  /// Does the same to several at once, and prints what each came to in the order of the names.
  func forEachAtOnce(_ body: @escaping @Sendable (String) async throws(RuntimeError) -> [String]) async throws {
    // One needs no other thread, which would have to be made first.
    guard names.count > 1 else {
      return try await forEach { name throws(RuntimeError) in try await body(name).forEach { Terminal.message($0) } }
    }
    // More would only wait for each other's processors.
    let atOnce = 4
    var tasks: [Task<NameOutcome, Never>] = []
    for (index, name) in names.enumerated() {
      if index >= atOnce { _ = await tasks[index - atOnce].value }
      tasks.append(Task { await NameOutcome.of(name, body) })
    }
    var rest = tasks[...]
    try await forEach { _ throws(RuntimeError) in
      switch await rest.removeFirst().value {
      case .done(let lines): lines.forEach { Terminal.message($0) }
      case .failed(let error): throw error
      }
    }
  }
}

/// What a verb came to for one name.
private enum NameOutcome: Sendable {
  case done([String])
  case failed(RuntimeError)

  static func of(
    _ name: String, _ body: @Sendable (String) async throws(RuntimeError) -> [String]
  ) async -> NameOutcome {
    do throws(RuntimeError) { return .done(try await body(name)) } catch { return .failed(error) }
  }
}
