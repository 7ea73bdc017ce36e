import Foundation
import Testing

/// What the image verbs say to somebody who has just begun.
@Suite(.enabled(if: TestHost.canRunMachines && TestHost.has("curl"), TestHost.withoutMachines))
struct ImageWordsTests {
  private func refused(
    _ box: Sandbox, _ words: String, status: Int32, _ texts: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try await box.vmrun(arguments: ["image"] + words.split(separator: " ").map(String.init))
    #expect(result.status == status, "\(words): \(result)", sourceLocation: sourceLocation)
    for text in texts {
      #expect(result.error.contains(text), "\(words): \(result)", sourceLocation: sourceLocation)
    }
  }

  @Test func `a machine that was never started has no disk yet, and each verb says what gives it one`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("web")
      let never = "'web' was never started, so it has no disk yet: "
      try await refused(
        box, "resize web 8M", status: 1, never, "write `disk: 8M` into Profiles/web.yml, and its first start makes one")
      try await refused(box, "commit web --name own", status: 1, never, "run `vmrun start web` first")
      try await refused(box, "rebase web other", status: 1, never, "write `image: other` there")
      for verb in ["flatten", "verify", "info"] {
        try await refused(box, "\(verb) web", status: 1, never, "`vmrun start web` makes one")
      }
      try box.profile("none", "cdrom: ./empty.img\nmemory: 64M\n")
      try await refused(box, "resize none 8M", status: 1, "its profile names neither `image` nor `disk`")
      // With the files of `vmrun command` there is a disk, and it is changed as any other.
      try await box.must("command", "web")
      #expect(try await box.must("image", "resize", "web", "8M").error == "web: 8M, was 1M\n")
    }
  }

  @Test func `what a command or a start that failed made is not taken for a machine that ran`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("web", "smp: 2\n")
      let said = try await box.must("command", "web").error
      #expect(said.contains("`vmrun delete web` removes them"), "\(said)")
      func row() async throws -> [String: Any] {
        let text = try await box.must("list", "--format", "json").output
        return try #require((try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])?.first)
      }
      let made = try await row()
      #expect(made["smp"] as? Int == 2 && made["memory"] as? Int == 64 << 20 && made["state"] as? String == "stopped")
      #expect(made["accelerator"] is NSNull)
      try await box.must("delete", "--yes", "web")

      for (text, verb) in [("image: nosuch\n", "start"), ("image: ./empty.img\ncpu: nosuch\n", "command")] {
        try box.profile("web", text + "memory: 64M\nsmp: 2\n")
        #expect(try await box.vmrun(verb, "web").status != 0)
        #expect(!box.exists(box.instance("web")) && !box.exists(box.sockets("web")), "\(verb) left files")
        #expect(try await row()["smp"] as? Int == 2)
      }
      // What was there before stays.
      try box.idleProfile("web")
      try await box.must("start", "web")
      try await box.must("kill", "web")
      try box.profile("web", "image: nosuch\n")
      #expect(try await box.vmrun("start", "web").status != 0)
      #expect(box.exists(box.instance("web") + "/disk.qcow2"))
    }
  }

  @Test func `names, paths and what is neither`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let made = try await box.shell("qemu-img create -q -f qcow2 small.qcow2 1M && mkdir folder")
      try #require(made.status == 0, "\(made)")
      try box.idleProfile("web")
      try await refused(
        box, "resize small.qcow2 2M", status: 64, "only a file of that name: for that write ./small.qcow2")
      try await refused(box, "info small.qcow2", status: 64, "for the file of that name write ./small.qcow2")
      try await refused(box, "resize team/web 2M", status: 78, "there is no source 'team' and no file team/web")
      try await refused(box, "resize ./none 2M", status: 1, "there is no file ./none")
      try await refused(box, "resize ./folder 2M", status: 1, "it is a folder")
      try await refused(
        box, "flatten ./none", status: 64, "there is no file './none', and this takes a machine's name")
      try await refused(
        box, "flatten ./small.qcow2", status: 64, "'./small.qcow2' is a path, and this takes a machine's name",
        "`qemu-img convert -O qcow2 FILE NEW`")
      try await refused(box, "verify ./small.qcow2", status: 64, "`qemu-img check ./small.qcow2`")
      try await refused(box, "info ./Profiles/web.yml", status: 1, "it is no qcow2, and no raw disk: its ")
      try await refused(box, "resize web 65T", status: 64, "65T is too large: a disk has at most 64T")
      try await refused(box, "resize web 4X", status: 64, "with a unit K, M, G or T", "Usage: vmrun image resize")
      try await refused(box, "import none --name a", status: 1, "there is no file \(box.project)/none")
      try await refused(box, "import folder --name a", status: 1, "it is a folder")
      #expect(!box.exists(box.images), "an import of nothing left something")
      try await refused(box, "info team/web", status: 78, "there is no source 'team' and no file team/web")
      try await refused(box, "pull small.qcow2", status: 1, "run `vmrun image import small.qcow2 --name NAME`")
      try await refused(box, "info \u{1B}[31m", status: 78, "'\\u{1b}[31m' cannot be an image's name")
      _ = FileManager.default.createFile(atPath: box.project + "/big.raw", contents: nil)
      truncate(box.project + "/big.raw", 300 << 30)
      try await refused(box, "import big.raw --name big", status: 1, "it has 300G, and vmrun takes at most 256G")
      try await refused(box, "info wbe", status: 64, "did you mean 'web'?")
      try await refused(box, "pull x --arch amd46", status: 64, "x86_64", "aarch64", "riscv64")

      try box.write("description: x\narches: {x86_64: {debian: a, kernel: k, console: c}}\n", "p/Images/own/recipe.yml")
      try box.write("images: []\n", "p/Images/catalog.yml")
      try await refused(
        box, "pull own", status: 78, "(looked in Images/catalog.yml", "there is a recipe, run `vmrun image build own`")
      try await refused(box, "pull onw", status: 78, "did you mean 'own', which a recipe makes")
      try await refused(box, "info onw", status: 64, "did you mean 'own'?")
      try await refused(box, "info own", status: 69, "run `vmrun image build own`")
    }
  }

  @Test func `one mistake in a catalogue hides nothing else`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let made = try await box.shell("qemu-img create -q -f qcow2 small.qcow2 1M")
      try #require(made.status == 0, "\(made)")
      try await box.must("image", "import", "small.qcow2", "--name", "mine")
      try box.write("images:\n- {name: own, arch: vax, url: a, digest: b}\n", "p/Images/catalog.yml")
      let list = try await box.must("image", "list")
      #expect(list.output.contains("mine") && list.output.contains("imported"), "\(list)")
      let mistake = "\(box.project)/Images/catalog.yml:2:21: 'vax' is no architecture that vmrun knows"
      #expect(list.error.hasPrefix("vmrun: left out: \(mistake)"), "\(list)")
      let rows = try await box.must("image", "list", "--format", "json").output
      #expect(try JSONSerialization.jsonObject(with: Data(rows.utf8)) is [[String: Any]])
      try await refused(box, "pull own", status: 78, mistake)
      let open = try await box.vmrun("image", "list", env: ["VMRUN_CATALOG": "http://192.0.2.1/c.yml"])
      #expect(open.status == 0 && open.error.contains("it has to come by https, or from a file"), "\(open)")
    }
  }

  @Test func `a new version is no accident, and the old one is a command away`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let made = try await box.shell("for n in a b; do qemu-img create -q -f qcow2 $n.qcow2 1M; done")
      try #require(made.status == 0, "\(made)")
      try await box.must("image", "import", "a.qcow2", "--name", "own")
      // The same file by another path.
      _ = try await box.shell("qemu-img resize -q a.qcow2 2M")
      try await box.must("image", "import", "../p/./a.qcow2", "--name", "own")
      try await refused(
        box, "import b.qcow2 --name own", status: 64, "imported from \(box.project)/a.qcow2", "--replace")
      try box.profile("web", "image: own\nmemory: 64M\nnics: []\n")
      try await box.must("command", "web")
      try await refused(box, "commit web --name own2 --replace --arch x", status: 64)
      try await box.must("image", "import", "b.qcow2", "--name", "own", "--replace")
      try await box.must("image", "import", "b.qcow2", "--name", "other")
      try await refused(box, "commit web --name other", status: 64, "imported from \(box.project)/b.qcow2", "--replace")
      func versions() async throws -> [String] {
        let text = try await box.must("image", "info", "own", "--format", "json").output
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(object?["versions"] as? [String])
      }
      let before = try await versions()
      #expect(before.count == 3 && Set(before).count == 3, "\(before)")
      try await refused(box, "use own", status: 64, "as NAME@VERSION: there are own@")
      try await refused(box, "use own@zzz", status: 64, "image 'own' has no version 'zzz' here: it has ")
      try await refused(box, "use nosuch@1", status: 78, "there is no image 'nosuch' in the store: it has other, own")
      let used = try await box.must("image", "use", "own@\(before[1])")
      #expect(used.error.contains("own: version \(before[1]), imported from"), "\(used)")
      #expect(try await versions()[0] == before[1])
      #expect(try await box.must("image", "info", "own").output.contains("\(before[1]) (current), "))
      let list = try await box.must("image", "list").output
      #expect(list.contains("\(before[1]) (old: "), "\(list)")
    }
  }

  @Test(.enabled(if: TestHost.hasUEFI, TestHost.withoutUEFI))
  func `a disk that UEFI cannot boot is said at the start`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("web", "firmware: uefi\n")
      let start = try await box.must("start", "web")
      #expect(start.error.contains("web: its disk has no EFI system partition"), "\(start)")
      #expect(start.error.contains("leave `firmware: uefi` out"), "\(start)")
      try await box.must("kill", "web")
      try box.idleProfile("web")
      #expect(try await !box.must("start", "web").error.contains("EFI"))
    }
  }
}
