import Foundation
import Testing

/// What a team shares is the same for each of its members.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ProfileLockTests {
  /// A command line without what is a person's own: paths, ports and addresses.
  private func normal(_ command: String, _ box: Sandbox) -> String {
    command.replacing(box.root, with: "/HOME")
      .replacing(/"mac":"[0-9a-f:]{17}"/, with: "MAC").replacing(/tcp:127\.0\.0\.1:[0-9]+-/, with: "tcp:PORT-")
  }

  /// Makes two disks, of 8M and 9M, of which the first becomes the image `own`.
  private func importFirstOfTwo(_ box: Sandbox) async throws {
    for (name, size) in [("a", "8M"), ("b", "9M")] {
      let made = try await box.shell("qemu-img create -q -f qcow2 \(box.root)/\(name).qcow2 \(size)")
      try #require(made.status == 0, "\(made)")
    }
    try await box.must("image", "import", "\(box.root)/a.qcow2", "--name", "own")
  }

  @Test func `two people with the same lock get the same command line`() async throws {
    try await Sandbox.with { ann in
      try await Sandbox.with(isInner: true) { bob in
        try ann.tinyProfile("base", "smp: 2\ncpu: max\n")
        try ann.profile(
          "web", "extends: base\nnics:\n  - user: {forward: [ssh, \"0:80\"]}\n  - {model: e1000, user: }\n")
        let locked = try await ann.must("profile", "lock")
        #expect(locked.error.contains("web: tiny for "), "\(locked)")
        #expect(locked.error.hasSuffix("Profiles/vmrun.lock: written, 2 profiles\n"), "\(locked)")
        let text = try #require(ann.read("p/Profiles/vmrun.lock"))
        try #require(try await ann.shell("cp Profiles/*.yml Profiles/vmrun.lock \(bob.project)/Profiles/").status == 0)
        let (first, second) = (
          try await ann.must("command", "web").output, try await bob.must("command", "web").output
        )
        #expect(normal(first, ann) == normal(second, bob))
        #expect(first.contains(ann.root) && second.contains(bob.root))
        // Their cards differ, all of them.
        let macs = [first, second].flatMap { text in text.matches(of: /"mac":"([0-9a-f:]{17})"/).map { String($0.1) } }
        #expect(macs.count == 4 && Set(macs).count == 4, "\(macs)")
        // The same again is the same file.
        #expect(try await bob.must("profile", "lock").error == "Profiles/vmrun.lock: is as it was, 2 profiles\n")
        #expect(bob.read("p/Profiles/vmrun.lock") == text)
      }
    }
  }

  @Test func `a start holds to the lock, and says what differs`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile()
      try await box.must("profile", "lock")
      let lock = try #require(box.read("p/Profiles/vmrun.lock"))
      // sha256sum of a mebibyte of zeros.
      let digest = "sha256:30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58"
      #expect(lock.contains("    content: \"\(digest)\"\n    qemu: \"7.2\"\n"), "\(lock)")
      func refusal(_ old: String, _ new: String) async throws -> String {
        try box.write(lock.replacing(old, with: new), "p/Profiles/vmrun.lock")
        let result = try await box.vmrun("start", "idle")
        #expect(result.status == 69, "\(result)")
        return result.error
      }
      let start = "vmrun: 'idle' differs from Profiles/vmrun.lock: "
      let relock = "`vmrun profile lock` if that is meant\n"
      #expect(
        try await refusal(digest, "size:5")
          == start
          + "its image './empty.img' is size:1048576, and the lock has size:5: take the team's file, or \(relock)")
      // The words of a lock do nothing to a terminal.
      let words = try await refusal(digest, "sha256:\\e[2J\\n")
      #expect(!words.contains("\u{1b}") && words.contains("\\u{1b}[2J"), "\(words)")
      #expect(
        try await refusal("./empty.img", "tiny")
          == start + "its image is './empty.img', and the lock has 'tiny': \(relock)")
      #expect(try await refusal("7.2", "99.1").contains("and the lock asks for 99.1 or newer: install a newer QEMU"))
      #expect(
        try await refusal(lock.contains("x86_64") ? "x86_64" : "aarch64", "riscv64").contains(
          "and the lock has riscv64"))
      #expect(try await refusal(digest, "sha256:0").contains("and the lock has sha256:0: take the team's file"))
      // A broken lock is a mistake in a file; without one, and with what it has, the machine starts.
      try box.write(lock.replacing("version: 1", with: "version: 2"), "p/Profiles/vmrun.lock")
      let broken = try await box.vmrun("start", "idle")
      #expect(
        broken.status == 78 && broken.error.contains("Profiles/vmrun.lock:2:10: the version of the lock is not 1"))
      try box.write(lock.replacing("7.2", with: "new"), "p/Profiles/vmrun.lock")
      #expect(try await box.vmrun("start", "idle").status == 78)
      // What an earlier vmrun locked by its size alone is still held to.
      try box.write(lock.replacing(digest, with: "size:1048576"), "p/Profiles/vmrun.lock")
      try await box.must("start", "idle")
      try await box.must("kill", "idle")
      // A person's own image is that person's affair.
      try box.write(lock.replacing(digest, with: "size:5"), "p/Profiles/vmrun.lock")
      try box.profile("idle.local", "image: ./empty.img\n")
      try await box.must("start", "idle")
      try await box.must("profile", "lock")
      #expect(box.read("p/Profiles/vmrun.lock") == lock)
    }
  }

  @Test func `an image that was fetched is held to its digest`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await importFirstOfTwo(box)
      try box.profile("web", "image: own\nmemory: 64M\n")
      try await box.must("profile", "lock")
      let digest = try await box.shell("sha256sum <\(box.root)/a.qcow2").output.prefix(64)
      #expect(box.read("p/Profiles/vmrun.lock")?.contains("content: \"sha256:\(digest)\"") == true)
      try await box.must("command", "web")
      try await box.must("delete", "--yes", "web")
      try await box.must("image", "delete", "--yes", "own")
      try await box.must("image", "import", "\(box.root)/b.qcow2", "--name", "own")
      let other = try await box.vmrun("start", "web")
      #expect(other.status == 69, "\(other)")
      let way = "that is in no catalogue and of no recipe: get the image's file from whoever wrote the lock"
      #expect(other.error.contains("and the lock has sha256:\(digest): \(way)"), "\(other)")
      // Both are here: the older one need not come again.
      try await box.must("image", "import", "\(box.root)/a.qcow2", "--name", "own", "--replace")
      try await box.must("image", "import", "\(box.root)/b.qcow2", "--name", "own", "--replace")
      let older = try await box.vmrun("start", "web")
      let command = "vmrun image use own@\(digest.prefix(12))"
      #expect(older.status == 69 && older.error.contains("`\(command)`"), "\(older)")
      try await box.must(arguments: command.split(separator: " ").dropFirst().map(String.init))
      try await box.must("start", "web")
      try await box.must("delete", "--force", "--yes", "web")
      // Neither here nor to be had: to build or to pull it would lead nowhere.
      try await box.must("image", "delete", "--yes", "own")
      try box.write(
        "description: x\narches: {x86_64: {debian: amd64, kernel: k, console: c}}\n", "p/Images/own/recipe.yml")
      let gone = try await box.vmrun("start", "web")
      #expect(gone.status == 69 && gone.error.contains("image 'own' is not here, and Profiles/vmrun.lock"), "\(gone)")
      #expect(gone.error.contains(way), "\(gone)")
      // A catalogue that has it is asked.
      try box.write(
        "images: [{name: own, arch: x86_64, url: a.qcow2, digest: 'sha256:\(digest)'}]\n", "p/Images/catalog.yml")
      #expect(try await box.vmrun("start", "web").error.contains("run `vmrun image pull own`"))
    }
  }

  @Test func `a machine on an older version than the locked one keeps its data, by the ways that are named`()
    async throws
  {
    try await Sandbox.with(sharesImages: false) { box in
      try await importFirstOfTwo(box)
      try box.profile("web", "image: own\nmemory: 64M\nnics: []\n")
      try await box.must("command", "web")
      try await box.must("image", "import", "\(box.root)/b.qcow2", "--name", "own", "--replace")
      // Only this host has it, which colleagues would learn late.
      let locked = try await box.must("profile", "lock")
      let note = "web: nobody else can get its image 'own' but from you: that was imported from \(box.root)/b.qcow2"
      #expect(locked.error.contains(note), "\(locked)")
      let digest = try await box.shell("sha256sum <\(box.root)/b.qcow2").output.prefix(64)
      try box.write(
        "images: [{name: own, arch: x86_64, url: b.qcow2, digest: 'sha256:\(digest)'}]\n", "p/Images/catalog.yml")
      #expect(try await !box.must("profile", "lock").error.contains("nobody else"))

      let refused = try await box.vmrun("start", "web")
      let way =
        "the machine's disk stands on it: put it onto the other, with all that is on it, by `vmrun image rebase web`; or "
        + "begin anew with `vmrun delete web`, which loses its disk\n"
      #expect(refused.status == 69 && refused.error.hasSuffix(way), "\(refused)")
      let small = try await box.vmrun("image", "rebase", "web")
      #expect(
        small.status == 1 && small.error.hasPrefix("vmrun: the disk of 'web' has 8M, and the image \(box.images)/own/"),
        "\(small)")
      #expect(small.error.hasSuffix(" has 9M: grow it first, with `vmrun image resize web 9M`\n"), "\(small)")
      try await box.must("image", "resize", "web", "9M")
      try await box.must("image", "rebase", "web")
      try await box.must("start", "web")
      try await box.must("kill", "web")
    }
  }

  @Test func `where the locked version is not the current one, or not here, both steps are named`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      for name in ["a", "b", "c"] {
        let made = try await box.shell("head -c 1M /dev/urandom >\(box.root)/\(name).img")
        try #require(made.status == 0, "\(made)")
      }
      func bring(_ name: String) async throws {
        try await box.must("image", "import", "\(box.root)/\(name).img", "--name", "own", "--replace")
      }
      try await bring("a")
      try box.profile("web", "image: own\nmemory: 64M\nnics: []\n")
      try await box.must("command", "web")
      try await bring("b")
      try await box.must("profile", "lock")
      try await bring("c")
      let digest = try await box.shell("sha256sum <\(box.root)/b.img").output.prefix(64)
      let kept = try await box.vmrun("start", "web")
      #expect(
        kept.error.contains("`vmrun image use own@\(digest.prefix(12))`, then put it onto the other"), "\(kept)")
      let lock = try #require(box.read("p/Profiles/vmrun.lock"))
      try box.write(lock.replacing(digest, with: "0123"), "p/Profiles/vmrun.lock")
      let gone = try await box.vmrun("start", "web")
      #expect(gone.error.contains("stands on it; that is in no catalogue and of no recipe"), "\(gone)")
      #expect(gone.error.contains("; then put it onto the other, with all that is on it, by"), "\(gone)")
      try box.write(lock, "p/Profiles/vmrun.lock")
      try await box.must("image", "use", "own@\(digest.prefix(12))")
      try await box.must("image", "rebase", "web")
      try await box.must("command", "web")
    }
  }

  @Test func `what a machine reads beside its image is locked, and what it writes to is not`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      func file(_ name: String, _ text: String) throws {
        try box.write(text + String(repeating: "\0", count: (1 << 20) - text.utf8.count), "p/Profiles/\(name)")
      }
      for name in ["read.img", "written.img", "a.iso"] { try file(name, name) }
      try box.idleProfile(
        "idle",
        """
        cdrom: ./a.iso
        disks:
        - {name: data, file: ./read.img, format: raw, readonly: true}
        - {name: own, file: ./written.img, format: raw}

        """)
      let locked = try await box.must("profile", "lock")
      #expect(locked.error.contains("cdrom sha256:") && locked.error.contains("disks.data sha256:"), "\(locked)")
      let lock = try #require(box.read("p/Profiles/vmrun.lock"))
      #expect(!lock.contains("disks.own"), "\(lock)")
      try file("written.img", "changed")
      try await box.must("start", "idle")
      try await box.must("kill", "idle")
      for (name, key) in [("a.iso", "cdrom"), ("read.img", "disks.data")] {
        try file(name, "another")
        for words in [["start", "idle"], ["profile", "check", "idle"]] {
          let refused = try await box.vmrun(arguments: words)
          #expect(refused.status == 69, "\(refused)")
          #expect(
            refused.error.contains("'idle' differs from Profiles/vmrun.lock: its '\(key)', ./\(name), is sha256:"))
        }
        try file(name, name)
      }
      try box.idleProfile("idle", "cdrom: ./a.iso\n")
      let gone = try await box.vmrun("start", "idle")
      #expect(gone.status == 69 && gone.error.contains("it has no 'disks.data', and the lock does"), "\(gone)")
    }
  }

  @Test func `with names only theirs are locked, and one that is wrong is named`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      for name in ["one", "two"] { try box.idleProfile(name) }
      try await box.must("profile", "lock")
      let lock = try #require(box.read("p/Profiles/vmrun.lock"))
      try box.profile("bad", "imge: x\nsmp: many\n")
      try box.idleProfile("two", "arch: x86_64\ncdrom: ./empty.img\n")
      let all = try await box.vmrun("profile", "lock")
      #expect(all.status == 78, "\(all)")
      #expect(all.error.contains("Profiles/bad.yml:1:1: unknown key 'imge'") && all.error.contains("bad.yml:2:6"))
      #expect(
        all.error.hasSuffix(
          "nothing was locked: correct that, or lock the others by name, `vmrun profile lock one two`\n"))
      #expect(box.read("p/Profiles/vmrun.lock") == lock)
      let two = try await box.must("profile", "lock", "two")
      #expect(two.error.contains("two: ./empty.img") && !two.error.contains("one:"), "\(two)")
      let text = try #require(box.read("p/Profiles/vmrun.lock"))
      let one = try #require(lock.firstRange(of: "  \"one\"").map { lock[$0.lowerBound...].prefix(100) })
      #expect(text.contains(one) && text.contains("\"cdrom\""), "\(text)")
      let near = try await box.vmrun("profile", "lock", "tow")
      #expect(near.status == 78 && near.error.contains("did you mean 'two'?"), "\(near)")
      // A lock that is broken is not written in part.
      try box.write("version: 9\n", "p/Profiles/vmrun.lock")
      #expect(try await box.vmrun("profile", "lock", "two").status == 78)
      #expect(box.read("p/Profiles/vmrun.lock") == "version: 9\n")
    }
  }

  @Test func `a lock is written whole, or the old one stays`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile()
      try await box.must("profile", "lock")
      let lock = try #require(box.read("p/Profiles/vmrun.lock"))
      try box.profile("wrong", "image: ./nothing.img\n")
      let missing = try await box.vmrun("profile", "lock")
      #expect(
        missing.status == 69 && missing.error.contains("'wrong' cannot be locked: there is no image"), "\(missing)")
      try box.profile("wrong", "imge: x\n")
      #expect(try await box.vmrun("profile", "lock").status == 78)
      #expect(box.read("p/Profiles/vmrun.lock") == lock)
      let names = try FileManager.default.contentsOfDirectory(atPath: box.project + "/Profiles").sorted()
      #expect(names == ["empty.img", "idle.yml", "vmrun.lock", "wrong.yml"])
    }
  }
}
