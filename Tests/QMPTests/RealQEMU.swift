import GLib
import Glibc
import JSON
import QMP
import Testing

/// A QEMU without a machine, under TCG, with a monitor in a folder of its own; ended with the value.
final class RealQEMU: Sendable {
  static let program = ["/usr/bin", "/usr/local/bin"].map { $0 + "/qemu-system-x86_64" }
    .first { access($0, X_OK) == 0 }
  static let reason: Comment = "qemu-system-x86_64 is not installed"

  let path: String
  let pid: Int32
  private let folder: String
  private let process: ProcessHandle

  init(_ monitorOptions: String = "") throws {
    var template = Array("/tmp/qmp-test-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = folder + "/monitor"
    let listener = try UnixListener(UnixSocketPath(path))
    var child = ChildProcess(arguments: [
      try #require(Self.program), "-machine", "none", "-accel", "tcg", "-nodefaults", "-no-user-config", "-display",
      "none", "-chardev", "socket,id=m,fd=3,server=on,wait=off", "-mon", "chardev=m,mode=control" + monitorOptions,
    ])
    child.descriptors = [(listener.descriptor, 3)]
    pid = try child.start()
    process = try #require(ProcessHandle(pid: pid))
  }

  func end() async {
    process.send(signal: SIGKILL)
    _ = await process.waitForEnd(timeout: .seconds(10))
  }

  deinit {
    process.send(signal: SIGKILL)
    unlink(path)
    rmdir(folder)
  }
}
