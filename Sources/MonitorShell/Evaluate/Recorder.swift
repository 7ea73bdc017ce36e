internal import GLib
internal import Glibc
internal import JSON
internal import QMP

/// Writes a session down, in lines that people can read and `replay` understands.
///
/// `>` begins a command and `|` goes on with it; `<` is its result, `!` its failure, `*` an event. Secrets are
/// left out.
final class Recorder {
  private let descriptor: Int32
  let path: String
  /// The last command was left out, and so is what came of it.
  private var isHiding = false

  /// - Throws: `ShellError` when the file is there already or cannot be made.
  init(path: String, title: String) throws(ShellError) {
    self.path = path
    descriptor = open(FilePath.expand(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ShellError.failed("cannot record to '\(path)': \(String(cString: strerror(errno)))")
    }
    write("# \(title)")
  }

  deinit { close(descriptor) }

  func command(_ text: String) {
    isHiding = Secret.isIn(text)
    guard !isHiding else { return write("# a command with a secret was left out") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() { write((index == 0 ? "> " : "| ") + line) }
  }

  func result(_ value: JSONValue) {
    if !isHiding { write("< " + value.compact) }
  }

  func failure(_ error: ShellError) {
    if !isHiding { write("! " + error.message.replacing("\n", with: " ")) }
  }

  func event(_ event: QMPEvent) { write("* \(event.name) \(JSONValue.object(event.data).compact)") }

  private func write(_ line: some StringProtocol) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
