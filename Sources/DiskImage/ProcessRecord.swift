internal import GLib
internal import Glibc

/// A process written down in a way that no other process can be mistaken for it.
struct ProcessRecord: Equatable {
  let process: Int32
  /// Ticks since boot, field 22 of `/proc/PID/stat`.
  let startTime: String
  let boot: String

  /// A process that runs now; nil when there is none.
  init?(process: Int32) {
    guard process > 1, let stat = DurableFile.text("/proc/\(process)/stat"),
      let boot = DurableFile.text("/proc/sys/kernel/random/boot_id")
    else { return nil }
    // The second field is the program's name in parentheses, with whatever in it.
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    guard fields.count > 20 else { return nil }
    self.process = process
    startTime = String(fields[20])
    self.boot = String(boot.prefix { !$0.isNewline })
  }

  init?(file: String) {
    guard let words = DurableFile.text(file)?.split(separator: " "), words.count == 3, let process = Int32(words[0])
    else { return nil }
    self.process = process
    startTime = String(words[1])
    boot = String(words[2])
  }

  func write(to file: String) { try? DurableFile.writeCache("\(process) \(startTime) \(boot)".utf8, to: file) }

  /// Kills the process and its group, if it is still the same one.
  func endGroup() {
    guard ProcessRecord(process: process) == self else { return }
    kill(-process, SIGKILL)
  }
}
