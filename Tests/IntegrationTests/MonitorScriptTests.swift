import Foundation
import Testing

/// The monitor in scripts, with a real QEMU.
/// The wait for a turn among the machines counts into the limit of time.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines), .timeLimit(.minutes(60)))
struct MonitorScriptTests {
  @Test func `results go to standard output, and the exit code says what became of it`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box", "nics: [{user: {}}]")
      try await sandbox.must("start", "box")
      let cases: [(words: [String], status: Int32)] = [
        (["query-status"], 0), (["hmp info status"], 0), ([""], 0), (["# nothing"], 0), (["quit", "nonsense"], 0),
        (["nonsense"], 64), (["query-status x"], 64), (["object-add qom-type=rng-builtin"], 64), (["qmp quit"], 64),
        (["hmp nonsense"], 1), (["device_del id=nope"], 1), (["wait RESET timeout 50ms"], 75),
        (["{\"execute\":"], 64), (["netdev_del id=net0"], 64), (["migrate uri=exec:cat"], 64), (["nic remove nope"], 1),
      ]
      for (words, status) in cases {
        let result = try await sandbox.vmrun(arguments: ["monitor", "box"] + words.flatMap { ["-c", $0] })
        #expect(result.status == status, "\(words): \(result)")
        if status != 0 { #expect(result.error.hasPrefix("vmrun: "), "\(words): \(result)") }
      }
      #expect(try await sandbox.state("box") == "running")
    }
  }

  @Test func `a script stops at its first failure unless it is to go on`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let script = "query-name\n\n# comment\nnonsense\n{ \"execute\":\n  \"query-name\" }\n"
      let stopped = try await sandbox.vmrun("monitor", "box", "--format", "json", input: script)
      #expect(stopped.status == 64)
      #expect(stopped.output.split(separator: "\n").count == 2)
      let whole = try await sandbox.vmrun("monitor", "box", "--format", "json", "--keep-going", input: script)
      #expect(whole.status == 64)
      let lines = whole.output.split(separator: "\n")
      try #require(lines.count == 3)
      #expect(lines[0] == #"{"name":"box"}"#)
      #expect(lines[1].hasPrefix(#"{"error":{"class":"VmrunError","desc":"this QEMU has no command 'nonsense'"#))
      #expect(lines[2] == lines[0])
    }
  }

  @Test func `types are the schema's and quotes stay here`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let result = try await sandbox.must(
        "monitor", "box", "--format", "json", "-c", "chardev-add id=c5 backend.type=null backend.data={}",
        "-c", #"human-monitor-command command-line="info status""#, "-c", "chardev-remove id=c5",
        "-c", "object-add qom-type=memory-backend-ram id=m1 size=1M share=on", "-c",
        "qom-get path=/objects/m1 property=size",
        "-c", "migrate-set-parameters max-bandwidth=1.5M", "-c", "qom-set path=/objects/m1 property=merge value=false")
      let lines = result.output.split(separator: "\n")
      #expect(lines.contains("1048576"))
      #expect(lines.contains(#""VM status: running""#))
    }
  }

  @Test func `an event is not missed between two commands`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      try await sandbox.must(
        "monitor", "box", "-c", "stop", "-c", "query-status", "-c", "wait STOP timeout 5s", "-c", "cont", "-c",
        "wait RESUME timeout 5s")
      let end = try await sandbox.vmrun("monitor", "box", "--force", "-c", "qmp quit", "-c", "wait SHUTDOWN timeout 5s")
      #expect(end.status == 0, "\(end)")
      let gone = try await sandbox.vmrun("monitor", "box", "-c", "query-status")
      #expect(gone.status == 1)
      #expect(
        gone.error == "vmrun: 'box' is not running (ended by 'quit' on its monitor): start it with `vmrun start box`\n")
    }
  }

  @Test func `views show the machine, also as JSON`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box", "nics: [{user: {forward: [\"0:80\"]}}]")
      try await sandbox.must("start", "box")
      let views = [
        "state", "nic list", "forward list", "block", "pci", "migrate", "migrate status", "help", "help device_add",
      ]
      let text = try await sandbox.must(arguments: ["monitor", "box"] + views.flatMap { ["-c", $0] }).output
      for word in ["accelerator", "nic0", "tcp", "qcow2", "free: port1", "no migration so far", "driver  string"] {
        #expect(text.contains(word), "\(word) in:\n\(text)")
      }
      let json = try await sandbox.must(
        arguments: ["monitor", "box", "--format", "json"] + views.flatMap { ["-c", $0] }
      ).output.split(separator: "\n")
      #expect(json.count == views.count)
      for line in json {
        _ = try JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)
      }
    }
  }

  @Test func `cards and forwards change with the command line's words`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box", "nics: [{user: {}}]")
      try await sandbox.must("start", "box")
      let output = try await sandbox.must(
        "monitor", "box", "-c", "nic add model=e1000 user", "-c", "forward add 0:8080 nic=nic1", "-c",
        "nic link nic1 down",
        "-c", "nic list"
      ).output
      #expect(output.contains("nic1 is plugged in port1: e1000"))
      #expect(output.contains("-> 8080 through nic1"))
      // Nobody in there lets go of the card.
      let removal = try await sandbox.vmrun("monitor", "box", "-c", "nic remove nic1 timeout 1s")
      #expect(removal.status == 75)
    }
  }

  @Test func `any QEMU can be driven by its socket`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box", "nics: [{user: {}}]")
      try await sandbox.must("start", "box")
      let socket = sandbox.sockets("box") + "/qmp5.sock"
      let output = try await sandbox.must(
        "monitor", "--socket", socket, "-c", "query-name", "-c", "nic list", "-c", "state"
      ).output
      #expect(output.contains(#""name": "box""#))
      #expect(output.contains("nic0"))
      #expect(try await sandbox.vmrun("monitor", "--socket", socket, "-c", "nic add user").status == 64)
      let nobody = try await sandbox.vmrun("monitor", "--socket", "\(sandbox.root)/none", "-c", "stop")
      #expect(nobody.status == 1)
      #expect(try await sandbox.vmrun("monitor").status == 64)
    }
  }
}
