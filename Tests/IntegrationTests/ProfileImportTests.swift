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

  @Test(.enabled(if: TestHost.has("qemu-system-x86_64", "qemu-img"), "no QEMU"))
  func `A script whose disk is made gives the same profile from every folder, and names what is not in it`()
    async throws
  {
    try await Sandbox.with(sharesImages: false) { box in
      let made = try await box.shell("mkdir -p imp other && qemu-img create -q -f qcow2 imp/d.qcow2 64M")
      try #require(made.status == 0, "\(made)")
      try box.profile("mybox", "image: ../imp/d.qcow2\nmemory: 64M\nnics: []\n")
      try await box.must("profile", "export", "mybox", "--to", "shell", "--output", "imp/m.sh")
      // What the script does before it runs QEMU.
      let overlay = try await box.shell(
        "mkdir imp/mybox && qemu-img create -q -f qcow2 -F qcow2 -b \"$PWD/imp/d.qcow2\" imp/mybox/disk.qcow2")
      try #require(overlay.status == 0, "\(overlay)")
      let here = try await box.must("profile", "import", "imp/m.sh", "--output", "Profiles/again.yml")
      let disk = "\(box.root)/p/imp/mybox/disk.qcow2"
      let rescue = "qemu-img convert -O qcow2 \(disk) disk-whole.qcow2"
      #expect(here.error.contains("not carried over: mybox/disk.qcow2: its backing file is"), "\(here)")
      #expect(here.error.contains(rescue), "\(here)")
      let profile = try #require(box.read("p/Profiles/again.yml"))
      #expect(profile.contains("\nimage: ../imp/d.qcow2\n") || profile.contains("\nimage: \(box.root)/p/imp/d.qcow2\n"))
      #expect(profile.contains("# look: mybox/disk.qcow2: its backing file is"), "\(profile)")
      try await box.must("profile", "check", "again")

      // From a folder that has no Profiles yet.
      let vmrun = TestHost.vmrun
      let there = try await box.shell("cd other && \(vmrun) profile import ../imp/m.sh --output Profiles/again.yml")
      #expect(there.status == 0 && there.error.contains(rescue), "\(there)")
      #expect(box.read("p/other/Profiles/again.yml")?.contains("image: ") == true)

      // The command that is named makes one file that can be used.
      try #require(try await box.shell(rescue).status == 0)
      try box.profile("whole", "image: ../disk-whole.qcow2\nmemory: 64M\nnics: []\n")
      try await box.must("profile", "check", "whole")
    }
  }

  @Test(.enabled(if: TestHost.has("qemu-img", "xorrisofs"), "no qemu-img or no xorrisofs"))
  func `A disk with cloud-init's label is a seed whatever its name, and another CD stays`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let made = try await box.shell(
        """
        mkdir s && echo x >s/user-data && qemu-img create -q -f qcow2 d.qcow2 1M &&
        xorrisofs -quiet -output first.img -volid cidata -joliet -rational-rock s &&
        xorrisofs -quiet -output tools.iso -volid tools -joliet -rational-rock s
        """)
      try #require(made.status == 0, "\(made)")
      let result = try await box.must(
        "profile", "import", "--output", "-", "--", "qemu-system-x86_64", "-m", "512", "-hda", "d.qcow2",
        "-drive", "file=first.img,format=raw,if=virtio,readonly=on", "-cdrom", "tools.iso")
      #expect(result.error.contains("first.img: its volume label is cidata"), "\(result)")
      #expect(result.output.contains("image: ./d.qcow2\n") && result.output.contains("cdrom: ./tools.iso\n"))
      #expect(!result.output.contains("file:"), "\(result)")
    }
  }

  @Test(.enabled(if: TestHost.has("qemu-system-x86_64", "qemu-img"), "no QEMU"))
  func `The command line of a machine of vmrun's own gives a machine on the same image, not on the same disk`()
    async throws
  {
    try await Sandbox.with(sharesImages: false) { box in
      _ = try await box.shell("qemu-img create -q -f qcow2 base.qcow2 64M")
      try box.profile("mybox", "image: ../base.qcow2\nmemory: 64M\nnics: []\n")
      let folder = box.instance("mybox")
      let made = try await box.shell(
        """
        mkdir -p \(folder) && qemu-img create -q -f qcow2 -F qcow2 -b \(box.root)/p/base.qcow2 \(folder)/disk.qcow2 128M
        """)
      try #require(made.status == 0, "\(made)")
      let line = try await box.must("command", "mybox").output
      try #require(line.contains("\(folder)/disk.qcow2"))
      try box.write(line, "p/line.sh")
      let result = try await box.must("profile", "import", "line.sh", "--name", "copy")
      #expect(result.error.contains("this is a disk of vmrun's own machine 'mybox'"), "\(result)")
      let profile = try #require(box.read("p/Profiles/copy.yml"))
      #expect(profile.contains("base.qcow2\n") && profile.contains("\ndisk: 128M\n"), "\(profile)")
      #expect(!profile.contains("image: \(folder)") && !profile.contains("disks:"), "\(profile)")
      try await box.must("profile", "check", "copy")
    }
  }
}
