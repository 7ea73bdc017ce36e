import Glibc
import Testing

@testable import GLib

@Suite("Private folders")
struct PrivateDirectoryTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func `a folder and its missing parents are made, closed to others`() throws {
    try PrivateDirectory.ensure(scratch / "a/b/c")
    for name in ["a", "a/b", "a/b/c"] { #expect(scratch.mode(name) == 0o700) }
    try PrivateDirectory.ensure(scratch / "a/b/c")
  }

  @Test func `a folder of ours that is open is closed; its parents stay as they are`() throws {
    #expect(mkdir(scratch / "open", 0o755) == 0)
    #expect(mkdir(scratch / "open/inner", 0o777) == 0)
    chmod(scratch / "open", 0o755)
    chmod(scratch / "open/inner", 0o777)
    try PrivateDirectory.ensure(scratch / "open/inner")
    #expect(scratch.mode("open/inner") == 0o700)
    #expect(scratch.mode("open") == 0o755)
  }

  @Test func `a file or a link in its place is refused, even a link to a folder of ours`() throws {
    try DurableFile.write([], to: scratch / "file")
    #expect(throws: GLibError("\(scratch / "file") is in the way: it is not a folder")) {
      try PrivateDirectory.ensure(scratch / "file")
    }
    #expect(mkdir(scratch / "folder", 0o700) == 0)
    #expect(symlink(scratch / "folder", scratch / "link") == 0)
    #expect(throws: GLibError("\(scratch / "link") is in the way: it is not a folder")) {
      try PrivateDirectory.ensure(scratch / "link")
    }
    #expect(throws: GLibError.self) { try PrivateDirectory.ensure(scratch / "file/below") }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
  func `a folder of somebody else is refused`() {
    #expect(mkdir(scratch / "foreign", 0o700) == 0)
    #expect(chown(scratch / "foreign", 12345, 12345) == 0)
    let text = "\(scratch / "foreign") belongs to another user (uid 12345): remove it, or set XDG_RUNTIME_DIR"
    #expect(throws: GLibError(text)) { try PrivateDirectory.ensure(scratch / "foreign") }
  }

  @Test func `where nothing can be made, the message names the folder`() {
    let error = #expect(throws: GLibError.self) { try PrivateDirectory.ensure("/proc/nothing/here") }
    #expect(error?.message.hasPrefix("cannot create the folder /proc/nothing") == true)
  }
}
