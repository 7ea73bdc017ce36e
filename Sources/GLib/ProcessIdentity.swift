/// A process, told apart from a later one with the same number: pid, start time and boot together.
package struct ProcessIdentity: Sendable, Hashable, Codable {
  package var pid: Int32
  /// Clock ticks between boot and the process's start (field 22 of `/proc/PID/stat`, proc(5)).
  package var startTime: UInt64

  package init(pid: Int32, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }

  /// Reads the content of a `/proc/PID/stat`; nil when it is not one.
  package init?(stat: String) {
    // The program's name is in parentheses and may itself hold spaces and parentheses.
    guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"),
      let pid = Int32(stat[..<open].trimmingSpaces)
    else { return nil }
    let fields = stat[stat.index(after: close)...].split(separator: " ")
    // What follows the name starts with field 3.
    guard fields.count > 19, let startTime = UInt64(fields[19]) else { return nil }
    self.pid = pid
    self.startTime = startTime
  }

  /// The process with this number, now.
  package init?(running pid: Int32) {
    guard let stat = DurableFile.text("/proc/\(pid)/stat") else { return nil }
    // A zombie has ended; only its parent has not looked yet.
    guard let close = stat.lastIndex(of: ")"), !stat[close...].dropFirst().trimmingSpaces.hasPrefix("Z") else {
      return nil
    }
    self.init(stat: stat)
  }

  /// A handle on the process if it still runs.
  package var handle: ProcessHandle? {
    // Opened first and compared afterwards: whatever the number refers to now, the handle holds that one.
    guard let handle = ProcessHandle(pid: pid), ProcessIdentity(running: pid) == self else { return nil }
    return handle
  }

  package var isAlive: Bool { ProcessIdentity(running: pid) == self }
}

extension StringProtocol {
  /// Without spaces and line ends at either side.
  package var trimmingSpaces: String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
      return ""
    }
    return String(self[first...last])
  }
}
