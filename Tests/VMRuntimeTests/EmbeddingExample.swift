import VMProfile
import VMRuntime

func bootOnce() async throws {
  let host = VMHost()
  let profile = Profile(name: try VMName(parsing: "embedded"), image: .named("tiny"))
  let machine = try await host.start(profile, options: StartOptions(ephemeral: true)).machine
  try await machine.wait(for: .ssh, timeout: .seconds(120))
  print("ssh", try await machine.sshTarget().arguments.joined(separator: " "))
  try await machine.stop()
}
