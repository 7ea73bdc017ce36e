internal import GLib
internal import HostTool

/// Asks the host's cloud-init, where it is installed, what it thinks of a cloud-config.
package enum CloudConfigCheck {
  private static let program = "cloud-init"

  /// - Parameters:
  ///   - text: begins with `#cloud-config`.
  ///   - folder: where a file can be put meanwhile; it may hold a private key.
  /// - Returns: the mistakes in cloud-init's own words; nil for none, and where there is no cloud-init that could tell.
  package static func mistakes(in text: String, folder: String) async throws(DiskImageError) -> String? {
    guard HostTool.find(program) != nil else { return nil }
    let temporary = try Durable.folder { () throws(GLibError) in
      try Folder.temporary(prefix: "\(folder)/.cloud-config-")
    }
    let file = "\(temporary)/user-data"
    let output: HostTool.Output
    do {
      try Durable.write(text, to: file)
      output = try await HostTool.run(program, ["schema", "--config-file", file], timeout: .seconds(60))
      try Durable.folder { () throws(GLibError) in try Folder.remove(temporary) }
    } catch {
      try? Folder.remove(temporary)
      switch error {
      case let error as DiskImageError: throw error
      case let error as HostToolError: throw .tool(error)
      default: throw .file("\(error)")
      }
    }
    guard !output.status.isSuccess else { return nil }
    // A version that doesn't know the command says something else.
    let lines = (output.standardOutput + "\n" + output.standardError).split(whereSeparator: \.isNewline)
    guard let first = lines.firstIndex(where: { $0.contains("schema errors:") }) else { return nil }
    let message = lines[first].split(separator: "schema errors:", maxSplits: 1).last.map(String.init) ?? ""
    let rest = lines[(first + 1)...].filter { !$0.hasPrefix("Error") }.prefix(8).map(String.init)
    return ([message.trimmingSpaces] + rest).joined(separator: "\n")
  }
}
