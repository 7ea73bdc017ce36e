internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct Copy: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cp", abstract: "Copy files to or from a machine: NAME:path, or team/web:path, on one side.")

  @Flag(name: .shortAndLong, help: "Copy folders with all that is in them.") var recursive = false
  @Argument(help: "What to copy, and last where to: paths here, or NAME:path.") var paths: [String]

  func validate() throws {
    guard paths.count >= 2 else { throw ValidationError("cp takes at least a source and a target.") }
  }

  func run() async throws {
    let places = paths.map(CopyPlace.init)
    let names = Set(places.compactMap(\.machine))
    guard names.count == 1, let name = names.first else {
      let problem = names.isEmpty ? "none of them is NAME:path" : "they name several machines"
      throw RuntimeError(.usage, "cp copies between here and one machine, and \(problem)")
    }
    let remote = places.map { $0.machine != nil }
    guard remote.last == true ? !remote.dropLast().contains(true) : !remote.dropLast().contains(false) else {
      throw RuntimeError(.usage, "the sources must all be on one side and the target on the other")
    }
    let machine = try VMHost().existingMachine(name)
    try await Progress.show("waiting for the ssh server of '\(name)'") {
      try await machine.wait(for: .ssh, timeout: .seconds(120))
    }
    let target = try await machine.sshTarget()
    let words = places.map { $0.machine == nil ? $0.localPath : "\(target.alias):\($0.path)" }
    try Replace.process("scp", package: "openssh-client", target.arguments + (recursive ? ["-r"] : []) + ["--"] + words)
  }
}

/// One side of a copy.
struct CopyPlace {
  /// Nil for a path on this host.
  let machine: String?
  let path: String

  /// As in scp(1), a colon after a slash belongs to a file's name; but `team/web:` is a machine, unless there is such a
  /// file or folder here.
  init(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex, Self.isMachine(text, String(text[..<colon]))
    else {
      machine = nil
      path = text
      return
    }
    machine = String(text[..<colon])
    path = String(text[text.index(after: colon)...])
  }

  private static func isMachine(_ text: String, _ name: String) -> Bool {
    guard name.contains("/") else { return true }
    guard let sourced = SourcedName(name) else { return false }
    return !VMHost.isPath(text) && !VMHost.isPath("\(sourced.source)")
  }

  /// Written so that scp takes it for a local path whatever is in it.
  var localPath: String { path.hasPrefix("/") || path.hasPrefix(".") ? path : "./\(path)" }
}
