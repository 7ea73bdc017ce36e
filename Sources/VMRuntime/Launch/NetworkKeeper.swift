internal import CLinux
internal import GLib
internal import Glibc
internal import VMProfile

/// A small process that waits for a machine's end and then has it taken off its networks, so that a guest that shuts
/// itself down leaves no bridge behind. It is a copy of its starter that sleeps in poll(2).
package struct NetworkKeeper: Sendable {
  /// A program and its arguments; the machine's name follows.
  package var command: [String]

  package init(command: [String]) { self.command = command }

  func watch(_ pid: Int32, machine: VMName) {
    let words = (command + ["\(machine)"]).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var arguments = words
    // Without it the next vmrun cleans up.
    _ = vmrun_keeper_start(pid, &arguments)
  }
}
