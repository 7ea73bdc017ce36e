import Testing
import VMProfile

@testable import QEMU
@testable import VMRuntime

@Suite("virtiofsd's command line")
struct VirtiofsdTests {
  private func arguments(_ daemon: String, _ path: String) throws -> [String] {
    let share = ResolvedShare(
      id: "share0", backendID: "fs0", path: path, tag: try ShareTag(parsing: "src"), mount: nil, isReadOnly: false,
      transport: .virtiofs(daemon: daemon))
    return Virtiofsd(share: share, daemon: daemon, socket: "/run/s", log: "/tmp/log").arguments
  }

  @Test func `a path is one value, whatever is in it`() throws {
    #expect(try arguments("/usr/libexec/virtiofsd", "/srv/a,b") == ["--fd=3", "--shared-dir", "/srv/a,b", "--xattr"])
    #expect(
      try arguments("/usr/lib/qemu/virtiofsd", "/srv/a,sandbox=chroot\\b")
        == ["--fd=3", "-o", "source=/srv/a\\,sandbox=chroot\\\\b", "-o", "xattr"])
  }
}
