import Foundation
import Testing

/// Profiles that are wrong: what is said, and with which exit code.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ProfileFailureTests {
  @Test func `all mistakes of a file are shown at once, each with its place`() async throws {
    try await Sandbox.with { box in
      try box.profile(
        "web",
        """
        image: tiny
        memroy: 512M
        smp: many
        nics:
          - modell: virtio
            mac: 01:00:5e:00:00:01
            user: {forward: ["99999:80"]}

        """)
      for verb in ["start", "run", "command", "restart"] {
        let result = try await box.vmrun(verb, "web")
        #expect(result.status == 78, "\(verb): \(result)")
        #expect(result.output == "")
        for place in [
          "Profiles/web.yml:2:1: ", "Profiles/web.yml:3:6: ", "Profiles/web.yml:5:5: ", "Profiles/web.yml:6:10: ",
          "Profiles/web.yml:7:22: ",
        ] { #expect(result.error.contains(place), "\(place) is missing: \(result)") }
        #expect(result.error.contains("did you mean 'memory'?"), "\(result)")
        #expect(result.error.contains("did you mean 'model'?"), "\(result)")
        #expect(!box.exists(box.instance("web")), "a broken profile made an instance")
      }
      // The machine is listed all the same.
      #expect(try await box.must("list", "-q").output == "web\n")
    }
  }

  @Test func `a broken profile costs a running machine nothing`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let pid = try await box.pid("idle")
      try box.profile("idle", "image: [\n")
      #expect(try await box.vmrun("restart", "idle").status == 78)
      #expect(try await box.pid("idle") == pid)
      try await box.must("pause", "idle")
      try await box.must("stop", "idle", "--time", "0")
    }
  }

  private func refusal(_ box: Sandbox, _ text: String) async throws -> CommandResult {
    try box.profile("web", text)
    return try await box.vmrun("start", "web")
  }

  @Test func `what this QEMU or this host has not is said with what there is`() async throws {
    try await Sandbox.with { box in
      let model = try await refusal(box, "image: tiny\nnics: [{model: virtoi, none: }]\n")
      #expect(model.status == 78)
      #expect(model.error.contains("virtoi"))
      #expect(model.error.contains("e1000") && model.error.contains("vmxnet3"), "no list: \(model)")

      let multicast = try await refusal(box, "image: tiny\nnics: [{mac: \"01:00:5e:00:00:01\", none: }]\n")
      #expect(multicast.status == 78)
      #expect(multicast.error.contains("Profiles/web.yml:2:14"))
      #expect(multicast.error.contains("multicast"))

      let unknown = try await refusal(box, "image: tinny\n")
      #expect(unknown.status == 78)
      #expect(unknown.error.contains("there is no image 'tinny'"), "\(unknown)")
      #expect(unknown.error.contains("'tiny'"), "\(unknown)")

      let path = try await refusal(box, "image: ./nothing.qcow2\n")
      #expect(path.status == 69)
      #expect(
        path.error == "vmrun: there is no image \(box.project)/Profiles/./nothing.qcow2: put it there, or correct "
          + "`image:` in \(box.project)/Profiles/web.yml\n")

      let text = try await refusal(box, "image: ./web.yml\ndisk: 1M\n")
      #expect(text.status == 1 && text.error.contains("it is no qcow2, and no raw disk"), "\(text)")

      let cpu = try await refusal(box, "image: tiny\ncpu: Pentium9\n")
      #expect(cpu.status == 78)
      #expect(cpu.error.contains("Pentium9"))

      let small = try await refusal(box, "image: tiny\ndisk: 1M\n")
      #expect(small.status == 78)
      #expect(small.error.contains("1M") && small.error.contains("or more"), "\(small)")
      #expect(box.processes().isEmpty)
    }
  }

  @Test func `an image that has a recipe and is not built is 69 and names the command`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.write(
        "description: x\narches:\n  x86_64: {debian: amd64, kernel: k, console: ttyS0}\n", "p/Images/own/recipe.yml")
      let result = try await refusal(box, "image: own\n")
      #expect(result.status == 69)
      #expect(result.error == "vmrun: image 'own' is not built yet: run `vmrun image build own`\n")
    }
  }

  @Test func `KVM on a host where it runs no guest is 69 with the reason`() async throws {
    try await Sandbox.with { box in
      let report = try await box.must("doctor", "--format", "json").output
      let object = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
      let found = object?["accelerator"] as? [String: Any]
      let hasKVM = found?["selected"] as? String == "kvm"
      try box.idleProfile("idle", "accelerator: kvm\n")
      let result = try await box.vmrun("start", "idle")
      if hasKVM {
        #expect(result.status == 0)
      } else {
        #expect(result.status == 69)
        #expect(result.error.contains(found?["reason"] as? String ?? "-"), "\(result)")
      }
    }
  }

  @Test func `an unknown profile is 78 with the nearest one and the folders`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile("webserver")
      for verb in ["start", "status", "stop", "ssh", "logs", "console", "delete", "wait", "pause", "ssh-config"] {
        let result = try await box.vmrun(verb, "webserve")
        #expect(result.status == 78, "\(verb): \(result)")
        #expect(
          result.error.contains("there is no profile 'webserve': did you mean 'webserver'? (looked in "),
          "\(verb): \(result)")
        #expect(result.error.contains("\(box.project)/Profiles"))
      }
      let nothing = try await box.vmrun("start", "qqq")
      #expect(nothing.status == 78)
      #expect(nothing.error.contains("known are webserver"), "\(nothing)")
    }
  }

  @Test func `of a machine that never ran every verb says so`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      #expect(try await box.must("stop", "web").error == "web: was not running\n")
      #expect(try await box.must("kill", "web").error == "web: was not running\n")
      #expect(
        try await box.vmrun("delete", "web", "--yes").error
          == "vmrun: there is no instance 'web': it was never started\n")
      for words in [
        ["pause", "web"], ["resume", "web"], ["ssh", "web"], ["console", "web"], ["ssh-config", "web"],
      ] {
        let result = try await box.command([TestHost.vmrun] + words).run()
        #expect(result.status == 1)
        #expect(result.error == "vmrun: 'web' is not running: start it with `vmrun start web`\n", "\(words) \(result)")
      }
      #expect(!box.exists(box.instance("web")), "looking made an instance")
    }
  }

  @Test func `two projects with a machine of one name do not share a disk`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("web")
      try await box.must("start", "web")
      try await box.must("kill", "web")
      try box.write("image: tiny\n", "other/Profiles/web.yml")
      var command = box.command([TestHost.vmrun, "start", "web"])
      command.folder = box.root + "/other"
      let result = try await command.run()
      #expect(result.status == 1)
      #expect(result.error.contains("belongs to \(box.project)/Profiles/web.yml"))
      // A changed image under the own disk is told, not forgotten.
      try box.tinyProfile("web")
      let changed = try await box.vmrun("start", "web")
      #expect(changed.status != 0)
      #expect(changed.error.contains("empty.img") && changed.error.contains("vmrun delete"), "\(changed)")
    }
  }
}
