internal import GLib
internal import Glibc

/// Shows a text that is longer than the screen.
enum Pager {
  /// - Returns: whether a pager could be started.
  static func show(_ text: String) async -> Bool {
    let chosen = getenv("PAGER").map { String(cString: $0) } ?? ""
    // As git has it: leave short texts on the screen, keep colours.
    setenv("LESS", "FRX", 0)
    guard let (reader, writer) = Pipe.open() else { return false }
    var child = ChildProcess(arguments: ["/bin/sh", "-c", chosen.isEmpty ? "less" : chosen])
    child.descriptors = [(source: reader, target: 0)]
    child.keepsChild = true
    let pid = try? child.start()
    // With our own end open, a pager that is left early would not end the writing.
    close(reader)
    guard let pid else {
      close(writer)
      return false
    }
    let writing = Task.detached {
      Screen.write(text + "\n", to: writer)
      close(writer)
    }
    let status = await ChildProcess.waitStatus(of: pid)
    await writing.value
    // The shell's word for a program that is not there.
    return status >> 8 & 0xFF != 127
  }
}
