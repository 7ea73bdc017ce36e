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
      #expect(again.status == 1 && again.error.contains("Profiles/ubuntu.yml is there already: --force replaces it"))
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
