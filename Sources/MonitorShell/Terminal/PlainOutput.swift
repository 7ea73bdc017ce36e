internal import Glibc
internal import JSON
package import QMP

/// Results on standard output, all else on standard error: for scripts.
package struct PlainOutput: ShellOutput {
  private let format: ShellFormat
  private let palette: Palette

  package init(format: ShellFormat, palette: Palette) {
    self.format = format
    self.palette = palette
  }

  package func show(_ result: ShellResult) {
    let text = format == .json ? result.json.compact : result.text(palette, width: Screen.size.columns)
    if !text.isEmpty { Screen.write(text + "\n") }
  }

  package func note(_ text: String) { Screen.write(text + "\n", to: STDERR_FILENO) }

  /// One value a command, also where it failed.
  package func report(_ error: ShellError) {
    Screen.write("vmrun: \(error.message)\n", to: STDERR_FILENO)
    guard format == .json else { return }
    let value: JSONValue = [
      "error": ["class": .string(error.errorClass ?? "VmrunError"), "desc": .string(error.message)]
    ]
    Screen.write(value.compact + "\n")
  }

  package func report(_ event: QMPEvent) { Screen.write(EventLine.text(event, .plain) + "\n", to: STDERR_FILENO) }

  package func promptChanged() {}

  package func confirm(_ question: String) -> Bool { false }
}
