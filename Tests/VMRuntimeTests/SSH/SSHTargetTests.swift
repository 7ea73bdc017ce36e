import Testing

@testable import VMRuntime

@Suite("How ssh is called")
struct SSHTargetTests {
  private let target = SSHTarget(
    name: "web", user: "root", hostAddress: "127.0.0.1", port: 40022, identityFile: "/k/id", knownHosts: "/i/known")

  @Test func `nothing of it asks a question or depends on the user's configuration`() {
    let words = target.arguments
    #expect(words.starts(with: ["-F", "none"]))
    for option in [
      "StrictHostKeyChecking=yes", "UserKnownHostsFile=/i/known", "HostKeyAlias=vmrun-web", "IdentitiesOnly=yes",
      "PasswordAuthentication=no", "Port=40022", "User=root", "HostName=127.0.0.1",
    ] {
      #expect(words.contains(option))
    }
  }

  @Test func `a forward on all addresses is reached through loopback`() {
    var open = target
    open.hostAddress = "0.0.0.0"
    #expect(open.arguments.contains("HostName=127.0.0.1"))
  }

  @Test func `file names with spaces and percent signs stay one file name`() {
    var odd = target
    odd.identityFile = "/a b/100%"
    #expect(odd.arguments.contains(#"IdentityFile="/a b/100%%""#))
  }

  @Test func `the section for a configuration file has the same options`() {
    let lines = target.configuration.split(separator: "\n").map(String.init)
    #expect(lines.first == "Host vmrun-web")
    #expect(lines.contains("  HostKeyAlias vmrun-web"))
    #expect(lines.count == target.options.count + 1)
  }
}
