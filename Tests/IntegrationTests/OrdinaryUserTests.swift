import Foundation
import Testing

/// vmrun needs no privilege.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct OrdinaryUserTests {
  /// An account that every Linux has; ssh-keygen wants one.
  private static let user = getpwnam("nobody")?.pointee.pw_uid ?? 65534

  @Test(.enabled(if: TestHost.isRoot && TestHost.has("setpriv"), "only root can become another user"))
  func `start, ssh and stop work from a home of one's own`() async throws {
    try await Sandbox.with { box in
      let home = "/tmp/vu-\(getpid())"
      defer { _ = try? FileManager.default.removeItem(atPath: home) }
      // The program and the image in places that everybody can read.
      let prepare = try await box.shell(
        """
        set -e
        mkdir -p \(home)/bin \(home)/web/Profiles \(home)/.local/share/vmrun
        cp \(TestHost.vmrun) \(home)/bin/vmrun
        cp -a \(TestHost.cache)/data/vmrun/images \(home)/.local/share/vmrun/
        printf 'image: tiny\\nmemory: 256M\\n' > \(home)/web/Profiles/web.yml
        chmod 700 \(home)
        chown -R \(Self.user):\(Self.user) \(home)
        """)
      try #require(prepare.status == 0, "\(prepare)")
      func vmrun(_ words: String...) async throws -> CommandResult {
        var command = Command(
          ["setpriv", "--reuid=\(Self.user)", "--regid=\(Self.user)", "--clear-groups", "\(home)/bin/vmrun"] + words,
          folder: home + "/web",
          environment: ["HOME": home, "PATH": TestHost.searchPath, "LANG": "C.UTF-8", "TERM": "dumb"])
        command.input = nil
        return try await command.run(timeout: .seconds(150))
      }
      do {
        let start = try await vmrun("start", "web")
        #expect(start.status == 0, "\(start)")
        let ssh = try await vmrun("ssh", "web", "--", "hostname; id -u")
        #expect(ssh.status == 0, "\(ssh)")
        #expect(ssh.output == "web\n0\n")
        let pid = box.processes(naming: "\(home)/.local/state/vmrun/instances/web/events")
        #expect(pid.count == 1)
        let owner = pid.first.flatMap { box.read("/proc/\($0)/status") } ?? ""
        #expect(owner.contains("Uid:\t\(Self.user)\t\(Self.user)\t\(Self.user)\t\(Self.user)"))
        let stop = try await vmrun("stop", "web")
        #expect(stop.error == "web: the guest shut down\n")
        let delete = try await vmrun("delete", "web", "--yes")
        #expect(delete.status == 0, "\(delete)")
        let doctor = try await vmrun("doctor")
        #expect(doctor.status == 0, "\(doctor)")
      } catch {
        _ = try? await vmrun("kill", "web")
        throw error
      }
      for pid in box.processes(naming: home) { kill(pid, SIGKILL) }
      _ = try? FileManager.default.removeItem(atPath: "/tmp/vmrun-\(Self.user)")
    }
  }
}
