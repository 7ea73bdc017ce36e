import Foundation
import Testing

/// Catalogues, the tree, and strangers' files, as the command line shows them.
@Suite(.enabled(if: TestHost.canRunMachines && TestHost.has("curl"), TestHost.withoutMachines))
struct ImageCommandTests {
  private func catalog(_ entries: [(name: String, url: String, digest: String)]) -> String {
    "images:\n"
      + entries.map { "- {name: \($0.name), arch: x86_64, url: \"\($0.url)\", digest: \"\($0.digest)\", user: joe}\n" }
      .joined()
  }

  @Test func `a catalogue beside the profiles, and a team's own before it`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await ImageServer.with(box) { server in
        let digest = try await server.image("a.qcow2", megabytes: 1)
        let other = try await server.image("b.qcow2", megabytes: 1)
        try box.write(
          catalog([("own", server.url("plain/a.qcow2"), digest), ("more", server.url("plain/a.qcow2"), digest)]),
          "p/Images/catalog.yml")
        try box.write(catalog([("own", "plain/b.qcow2", other)]), "www/team.yml")
        try box.profile("web", "image: own\nmemory: 64M\nnics: []\n")
        let start = try await box.vmrun("start", "web")
        #expect(start.status == 69)
        #expect(start.error == "vmrun: image 'own' is not here yet: run `vmrun image pull own`\n")
        #expect(server.requests.isEmpty, "a start asked a server")

        let list = try await box.must("image", "list").output
        #expect(list.contains("own   x86_64  not pulled"), "\(list)")
        try await box.must("image", "pull", "own")
        #expect(try await box.must("image", "info", "own").output.contains("joe"))
        try await box.must("start", "web")
        try await box.must("delete", "--force", "--yes", "web")

        // The team's mirror has another one of that name.
        let team = ["VMRUN_CATALOG": server.url("plain/team.yml")]
        try await box.must("image", "pull", "own", env: team)
        #expect(server.requests.last == "/plain/plain/b.qcow2 -", "\(server.requests)")
        let file = ["VMRUN_CATALOG": "\(box.root)/mine.yml"]
        try box.write(catalog([("own", "www/a.qcow2", digest)]), "mine.yml")
        #expect(try await box.must("image", "pull", "own", env: file).error.contains("own: up to date"))
        let wrong = try await box.vmrun("image", "pull", "owm")
        #expect(wrong.status == 78)
        #expect(wrong.error.contains("image 'owm' is in no catalogue (looked in Images/catalog.yml"), "\(wrong)")
        #expect(wrong.error.hasSuffix("): did you mean 'own'?\n"), "\(wrong)")
        let arch = try await box.vmrun("image", "pull", "own", "--arch", "riscv64")
        #expect(arch.status == 69 && arch.error.contains("the catalogue has it for x86_64"), "\(arch)")
        try box.write("images:\n- {name: own, arch: x86_64, url: 'file:///etc/shadow', digest: 'x'}\n", "mine.yml")
        let bad = try await box.vmrun("image", "pull", "own", env: file)
        #expect(bad.status == 78)
        #expect(bad.error.hasPrefix("vmrun: \(box.root)/mine.yml:2:34: "), "\(bad)")
        // Words for the shell come without a server.
        let words = try await box.shell(
          "\(TestHost.vmrun) ---completion image pull -- positional@0 2 0 image pull ''", env: ["SAP_SHELL": "bash"])
        #expect(words.output.contains("own"), "\(words)")
      }
    }
  }

  @Test func `the tree shows what stands on what`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      _ = try await box.shell("cd \(box.root) && qemu-img create -q -f qcow2 a.qcow2 4M")
      try await box.must(
        "image", "import", "\(box.root)/a.qcow2", "--name", "own", "--user", "joe", "--firmware", "bios")
      for name in ["web", "db"] {
        try box.profile(name, "image: own\nmemory: 64M\nnics: []\n")
        try await box.must("start", name)
        try await box.must("kill", name)
      }
      try box.idleProfile()
      try await box.must("start", "idle")
      let text = try await box.must("image", "tree").output
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.count == 5, "\(text)")
      #expect(lines[0].hasPrefix("\(box.project)/Profiles/empty.img  1M, "), "\(text)")
      #expect(lines[1].hasPrefix("└─ idle (VM, running)  1M, "), "\(text)")
      #expect(lines[2].hasPrefix("own ") && lines[2].contains("(x86_64)  4M, "), "\(text)")
      #expect(lines[3].hasPrefix("├─ db (VM, ") && lines[4].hasPrefix("└─ web (VM, "), "\(text)")
      let plain = try await box.must("image", "tree", env: ["LC_ALL": "C"]).output
      #expect(plain.contains("\n|- db (VM, ") && plain.contains("\n`- web (VM, "), "\(plain)")
      let json = try await box.must("image", "tree", "--format", "json").output
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
      let own = try #require(rows.first { $0["name"] as? String == "own" })
      #expect(own["current"] as? Bool == true && own["virtualSize"] as? Int == 4 << 20)
      #expect((own["children"] as? [[String: Any]])?.map { $0["name"] as? String } == ["db", "web"])
      let info = try await box.must("image", "info", "own").output
      #expect(info.contains("machines on it") && info.contains("db, web") && info.contains("bios"), "\(info)")
      unlink("\(box.project)/Profiles/empty.img")
      #expect(try await box.must("image", "tree").output.contains("empty.img  MISSING"))
    }
  }

  @Test func `a stranger's file reaches no other file of this host`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let folder = "\(box.project)/Profiles"
      let made = try await box.shell(
        """
        set -e
        cd \(folder)
        qemu-img create -q -f qcow2 -u -b /etc/shadow -F raw shadow.qcow2 1M
        qemu-img create -q -f qcow2 -u -b 'json:{"driver":"file","filename":"/etc/shadow"}' -F raw json.qcow2 1M
        qemu-img create -q -f qcow2 -o data_file=data.raw data.qcow2 1M
        qemu-img create -q -f qcow2 huge.qcow2 1M
        printf '\\020\\0\\0\\0\\0\\0\\0\\0' | dd of=huge.qcow2 bs=1 seek=24 conv=notrunc 2>/dev/null
        mkfifo pipe.qcow2
        echo '<html>Not found</html>' >page.html
        """)
      try #require(made.status == 0, "\(made)")
      let cases = [
        ("shadow.qcow2", "its backing file is /etc/shadow", "its header names a file below it"),
        ("json.qcow2", "its backing file is not a file", "its header names a file below it"),
        ("data.qcow2", "its data are in another file", "its data are in another file"),
        ("huge.qcow2", "claims a disk of 1048576T", "claims a disk of 1048576T"),
        ("pipe.qcow2", "it is not a regular file", "it is not a regular file"),
      ]
      for (name, atStart, atImport) in cases {
        try box.profile("web", "image: ./\(name)\nmemory: 64M\nnics: []\n")
        let start = try await box.vmrun("start", "web")
        #expect(start.status == 1 && start.error.contains(atStart), "\(name): \(start)")
        #expect(box.machines("web").isEmpty)
        let imported = try await box.vmrun("image", "import", "\(folder)/\(name)", "--name", "own")
        #expect(imported.status == 1 && imported.error.contains(atImport), "\(name): \(imported)")
        #expect(try await box.shell("find \(box.images) -name '.*' -type f").output == "", "\(name) left a copy")
        let info = try await box.vmrun("image", "info", "./Profiles/\(name)")
        #expect(info.status == 1 && info.error.contains(atStart), "\(name): \(info)")
      }
      let page = try await box.vmrun("image", "import", "\(folder)/page.html", "--name", "own")
      #expect(page.status == 1 && page.error.contains("it is neither a qcow2 nor a disk"), "\(page)")
      let wrong = try await box.vmrun(
        "image", "import", "\(folder)/page.html", "--name", "own", "--digest",
        "sha256:" + String(repeating: "0", count: 64))
      #expect(wrong.status == 1 && wrong.error.contains("it was thrown away"), "\(wrong)")
      #expect(try await box.shell("find \(box.images) -name '.*' -type f").output == "")
      #expect(try await box.must("image", "list", "-q").output.isEmpty)
    }
  }

  @Test func `what is no disk or no image is said before anything is done or asked`() async throws {
    try await Sandbox.with { box in
      try box.write("words\n", "p/text.txt")
      let resized = try await box.vmrun("image", "resize", "./text.txt", "1M")
      #expect(resized.status == 1 && resized.error.contains("its 6 bytes are no whole sectors of 512"), "\(resized)")
      #expect(box.read("p/text.txt") == "words\n")
      let unknown = try await box.vmrun("image", "delete", "nosuch")
      #expect(unknown.status != 0 && unknown.error.contains("there is no image 'nosuch' in the store"), "\(unknown)")

      try box.idleProfile()
      try await box.must("start", "idle")
      let rebase = try await box.vmrun("image", "rebase", "idle", "./other.qcow2")
      #expect(rebase.error.contains("`vmrun image rebase idle ./other.qcow2`"), "\(rebase)")
      let commit = try await box.vmrun("image", "commit", "idle", "--name", "gold")
      #expect(commit.error.contains("`vmrun image commit idle --name gold`"), "\(commit)")
      try await box.must("kill", "idle")

      try box.profile("small", "image: ./empty.img\nmemory: 64M\ndisk: 1M\n")
      truncate(box.project + "/Profiles/empty.img", 2 << 20)
      let export = try await box.vmrun("profile", "export", "small", "--to", "shell")
      #expect(export.status == 78 && export.error.contains("2M"), "\(export)")
    }
  }
}
