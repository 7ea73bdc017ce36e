import Testing

/// `vmrun profile import`: the command around the readers.
struct ProfileImportTests {
  @Test func `A configuration becomes a profile that check accepts, and what is lost is told`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.write("guest_os=linux\ndisk_img=u/d.qcow2\nram=1G\ncpu_cores=2\ntpm=on\n", "p/ubuntu.conf")
      let result = try await box.must("profile", "import", "ubuntu.conf")
      #expect(result.error.contains("vmrun: ubuntu.conf:5: not carried over: tpm=on: "))
      #expect(box.read("p/Profiles/ubuntu.yml")?.contains("image: ../u/d.qcow2\n") == true)
      // Its disk is not here yet; with it there is nothing to say.
      #expect(try await box.vmrun("profile", "check", "ubuntu").status == 69)
      try #require(try await box.shell("mkdir u && qemu-img create -q -f qcow2 u/d.qcow2 1M").status == 0)
      try await box.must("profile", "check", "ubuntu")

      let again = try await box.vmrun("profile", "import", "ubuntu.conf")
      #expect(
        again.status == 1
          && again.error.contains(
            "there is Profiles/ubuntu.yml already: choose another name with --name, or replace it with --force")
      )
      #expect(!again.error.contains("not carried over"), "what is not imported is not told of")
      try await box.must("profile", "import", "ubuntu.conf", "--name", "other")
      #expect(try await box.shell("ls Profiles").output == "other.yml\nubuntu.yml\n")
      try await box.must("profile", "import", "ubuntu.conf", "--force")
    }
  }

  @Test func `A command line after -- and XML through a pipe are read, too`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let line = try await box.must(
        "profile", "import", "--output", "-", "--", "qemu-system-x86_64", "-m", "512", "-hda", "disk.qcow2")
      #expect(line.output.contains("memory: 512M\n") && line.output.contains("image: ./disk.qcow2\n"))
      let xml = "<domain type='kvm'><name>../../x</name><memory unit='MiB'>64</memory><vcpu>1</vcpu></domain>"
      let piped = try await box.must("profile", "import", "-", input: xml)
      #expect(piped.error.contains("'../../x' becomes 'x'"))
      #expect(box.exists("p/Profiles/x.yml") && !box.exists("x.yml"))
    }
  }

  @Test(.enabled(if: TestHost.has("qemu-system-x86_64", "qemu-img"), "no QEMU"))
  func `A machine that was exported as a script and imported again has the same command line`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      _ = try await box.shell("mkdir -p disks/x && qemu-img create -q -f qcow2 disks/base.qcow2 64M")
      try box.profile(
        "web",
        """
        image: ../disks/x/../base.qcow2
        arch: x86_64
        machine: q35
        memory: 300M
        smp: 3
        disk: 1G
        accelerator: tcg
        disks: [{name: data, size: 1G}]
        nics:
          - {model: e1000e, mac: "52:54:00:00:00:11", user: {forward: ["2299:22", "0.0.0.0:5353:53/udp"]}}
          - {user: {restrict: true, hostname: web}}

        """)
      try await box.must("profile", "export", "web", "--to", "shell", "--output", "disks/../web.sh")
      #expect(box.read("p/web.sh")?.contains("\nimage=\(box.root)/p/disks/base.qcow2\n") == true)
      let result = try await box.must("profile", "import", "web.sh", "--name", "again")
      let lost = result.error.split(separator: "\n").filter { $0.contains("not carried over") }
      #expect(lost.allSatisfy { $0.contains("-serial mon:stdio") || $0.contains("web/seed.iso") }, "\(result.error)")
      func command(_ name: String) async throws -> String {
        let text = try await box.must("command", name).output
        return text.replacing("/\(name)/", with: "/NAME/").replacing("guest=\(name),", with: "guest=NAME,")
      }
      #expect(try await command("again") == command("web"))
    }
  }

  @Test func `A layer over another profile is never written for a machine`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.write("disk_img=a.qcow2\n", "p/web.local.conf")
      let asked = try await box.vmrun("profile", "import", "web.local.conf", "--name", "web.local")
      #expect(asked.status == 64 && asked.error.contains("a layer over another profile"), "\(asked)")
      let found = try await box.vmrun("profile", "import", "web.local.conf")
      #expect(found.status == 64 && found.error.contains("--name"), "\(found)")
      #expect(try await box.shell("ls Profiles").output == "")
    }
  }

  @Test func `What cannot be read is refused, and nothing is written`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let cases: [(words: [String], file: String, status: Int32, message: String)] = [
        (["big.conf"], String(repeating: "x=1\n", count: 2_600_000), 1, "larger than 1048576 bytes"),
        (
          ["bomb.xml"], "<!DOCTYPE a [<!ENTITY b \"c\">]><domain type='kvm'><name>&b;</name></domain>", 78,
          "document type"
        ),
        (["note.txt"], "hello\n", 78, "say which with --from"),
        (["a.conf", "--name", "../x"], "disk_img=a.qcow2\n", 64, "--name is"),
        (["b.conf", "--output", "x.txt"], "disk_img=a.qcow2\n", 64, "named after its file"),
      ]
      for (words, text, status, message) in cases {
        try box.write(text, "p/\(words[0])")
        let result = try await box.vmrun(arguments: ["profile", "import"] + words)
        #expect(result.status == status && result.error.contains(message), "\(words): \(result)")
      }
      let none = try await box.vmrun("profile", "import")
      #expect(none.status == 64)
      #expect(try await box.shell("ls Profiles").output == "")
    }
  }

  @Test func `What a file would have a shell do is never done`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.write(
        "disk_img=\"$(touch \(box.root)/owned)\"\ntouch \(box.root)/owned\niso=`touch \(box.root)/owned`\n",
        "p/evil.conf")
      let result = try await box.vmrun("profile", "import", "evil.conf")
      #expect(result.error.contains("nothing is run"))
      #expect(!box.exists("owned"))
    }
  }
}
