internal import GLib
internal import Glibc

/// A process written down in a way that no other process can be mistaken for it.
struct ProcessRecord: Equatable {
  let identity: ProcessIdentity
  let boot: String

  /// A process that runs now; nil when there is none.
  init?(process: Int32) {
    guard process > 1, let identity = ProcessIdentity(running: process) else { return nil }
    self.identity = identity
    boot = HostClock.bootID
  }

  init?(file: String) {
    guard let words = DurableFile.text(file)?.split(separator: " "), words.count == 3, let pid = Int32(words[0]),
      let startTime = UInt64(words[1])
    else { return nil }
    identity = ProcessIdentity(pid: pid, startTime: startTime)
    boot = String(words[2])
  }

  func write(to file: String) {
    try? DurableFile.replace("\(identity.pid) \(identity.startTime) \(boot)".utf8, to: file)
  }

  /// Kills the process and its group, if it is still the same one.
  func endGroup() {
    guard ProcessRecord(process: identity.pid) == self else { return }
    kill(-identity.pid, SIGKILL)
  }
}
