import Foundation
import Testing

/// Disks that are changed while their machine is stopped, and killed on the way.
@Suite(.enabled(if: TestHost.canRunMachines && TestHost.has("qemu-io"), TestHost.withoutMachines))
struct DiskChangeTests {
  /// Two images `a` and `b` in the store, and a machine that stands on `a` and has changed its disk.
  private func prepare(_ box: Sandbox) async throws {
    let made = try await box.shell(
      """
      set -e
      cd \(box.root)
      for name in a b; do
        head -c 2M /dev/urandom >raw && qemu-img convert -f raw -O qcow2 raw $name.qcow2 && rm raw
      done
      """)
    try #require(made.status == 0, "\(made)")
    for name in ["a", "b"] { try await box.must("image", "import", "\(box.root)/\(name).qcow2", "--name", name) }
    try box.profile("web", "image: a\nmemory: 64M\nnics: []\n")
    try await box.must("start", "web")
    try await box.must("kill", "web")
    let wrote = try await box.shell(
      """
      set -e
      cd \(box.instance("web"))
      qemu-io -f qcow2 -c 'write -P 7 64k 256k' -c 'write -P 9 1M 64k' disk.qcow2 >/dev/null
      qemu-img convert -f qcow2 -O qcow2 disk.qcow2 \(box.root)/seen.qcow2
      cp -a \(box.instance("web")) \(box.root)/saved
      """)
    try #require(wrote.status == 0, "\(wrote)")
  }

  /// Whether a disk holds what the guest had seen.
  private func holdsAll(_ box: Sandbox, _ disk: String) async throws -> Bool {
    try await box.shell("qemu-img compare -q \(box.root)/seen.qcow2 \(disk)").status == 0
  }

  private func disk(_ box: Sandbox) -> String { box.instance("web") + "/disk.qcow2" }

  private func base(_ box: Sandbox) async throws -> String {
    let said = try await box.shell("qemu-img info \(disk(box)) | sed -n 's/^backing file: //p'")
    return said.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func current(_ box: Sandbox, _ name: String) async throws -> String {
    let said = try await box.shell("realpath \(box.images)/\(name)/x86_64/current")
    return said.output.trimmingCharacters(in: .whitespacesAndNewlines) + "/disk.qcow2"
  }

  private func startsAndEnds(_ box: Sandbox, _ moment: Comment) async throws {
    let start = try await box.vmrun("start", "web")
    #expect(start.status == 0, "\(moment): \(start)")
    try await box.must("kill", "web")
  }

  @Test func `resize grows the disk, and the profile need not say so`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      try box.profile("web", "image: a\nmemory: 64M\nnics: []\ndisk: 2M\n")
      let result = try await box.must("image", "resize", "web", "8M")
      #expect(result.error == "web: 8M, was 2M\n")
      #expect(try await holdsAll(box, disk(box)))
      try await startsAndEnds(box, "after resize")
      let smaller = try await box.vmrun("image", "resize", "web", "4M")
      #expect(smaller.status == 64)
      #expect(smaller.error.contains("the disk of 'web' has 8M, and a disk only grows"), "\(smaller)")
      // A file of the user's.
      try await box.must("image", "resize", "\(box.root)/a.qcow2", "5M")
      #expect(try await box.must("image", "info", "\(box.root)/a.qcow2").output.contains("5M"))
      let stored = try await box.vmrun("image", "resize", try await current(box, "a"), "5M")
      #expect(stored.status == 1 && stored.error.contains("is of the image store, where nothing is ever changed"))
    }
  }

  @Test func `rebase puts the disk onto another image, with all that is on it`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      try box.profile("web", "image: b\nmemory: 64M\nnics: []\n")
      let refused = try await box.vmrun("start", "web")
      #expect(refused.status == 1)
      #expect(
        refused.error.contains("put the disk onto the new image, with all that is on it, by `vmrun image rebase web`"))
      try await box.must("image", "rebase", "web")
      #expect(try await base(box) == current(box, "b"))
      #expect(try await holdsAll(box, disk(box)))
      try await startsAndEnds(box, "after rebase")
      #expect(try await box.must("image", "rebase", "web").error.contains("stands already on"))
      // Nobody stands on the first any more.
      try await box.must("image", "delete", "--yes", "a")
      let used = try await box.vmrun("image", "delete", "--yes", "b")
      #expect(used.status == 1)
      #expect(
        used.error.contains("image 'b' is in use by web: `vmrun delete` what you no longer need first"), "\(used)")
    }
  }

  @Test func `flatten makes the disk independent, and the image may go`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      try await box.must("image", "flatten", "web")
      #expect(try await base(box).isEmpty)
      #expect(try await holdsAll(box, disk(box)))
      try await box.must("image", "delete", "--yes", "a")
      try await startsAndEnds(box, "after flatten")
      #expect(try await box.vmrun("image", "flatten", "web").error.contains("stands on no image"))
      #expect(try await box.must("image", "verify", "web").output.contains("ok"))
    }
  }

  @Test func `commit makes an image that others start from`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      let first = try await current(box, "a")
      try await box.must("image", "commit", "web")
      let second = try await current(box, "a")
      #expect(second != first)
      #expect(try await holdsAll(box, second))
      #expect(try await base(box) == first, "the machine's own disk stays as it is")
      try await startsAndEnds(box, "after commit")
      try await box.must("image", "commit", "web", "--name", "gold")
      #expect(try await holdsAll(box, try await current(box, "gold")))
      try box.profile("other", "image: gold\nmemory: 64M\nnics: []\n")
      try await box.must("start", "other")
      try await box.must("kill", "other")
      #expect(try await holdsAll(box, box.instance("other") + "/disk.qcow2"))
      // The old version is in use; without the machine it can go.
      #expect(try await box.must("image", "prune").error == "nothing to remove\n")
      try await box.must("delete", "--yes", "web")
      let asked = try await box.vmrun("image", "prune")
      #expect(asked.status == 64 && asked.error.contains("say so with --yes"), "\(asked)")
      let pruned = try await box.must("image", "prune", "--yes")
      #expect(pruned.error.contains("a: removed old version, \(first.dropLast("/disk.qcow2".count))"), "\(pruned)")
      #expect(!box.exists(first))
    }
  }

  @Test func `a machine that runs is left alone, and named`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      try await box.must("start", "web")
      for words in [["resize", "web", "8M"], ["commit", "web"], ["rebase", "web"], ["flatten", "web"]] {
        let result = try await box.vmrun(arguments: ["image"] + words)
        #expect(result.status == 1)
        #expect(
          result.error.hasPrefix("vmrun: 'web' is running: run `vmrun stop web`, then `vmrun image \(words[0]) web"))
      }
      // Its disk by its path, too.
      let path = try await box.vmrun("image", "resize", disk(box), "8M")
      #expect(
        path.status == 64 && path.error.contains("is the disk of 'web': run `vmrun image resize web 8M`"), "\(path)")
    }
  }

  @Test(arguments: ["resize web 8M", "rebase web b", "flatten web", "commit web", "commit web --name gold"])
  func `killed at every program that it runs, the disk is the old one or the new one`(words: String) async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      for tool in ["qemu-img", "cp"] {
        let real = try #require(TestHost.path(of: tool))
        try box.tool(
          tool,
          """
          [ -n "$VMRUN" ] || exec \(real) "$@"
          echo "\(tool) $*" >>\(box.root)/calls
          [ "$(wc -l <\(box.root)/calls)" -eq "$KILL_AT" ] || exec \(real) "$@"
          [ "$MOMENT" = after ] || { kill -KILL $VMRUN; exec \(real) "$@"; }
          \(real) "$@"
          status=$?
          kill -KILL $VMRUN
          exit $status
          """)
      }
      var number = 0
      var wasKilled = true
      while wasKilled {
        number += 1
        for moment in ["before", "after"] {
          try box.write("", "calls")
          let result = try await box.shell(
            "VMRUN=$$ exec \(TestHost.vmrun) image \(words)",
            env: box.withTools.merging(["KILL_AT": "\(number)", "MOMENT": moment]) { $1 }.mapValues { $0 })
          let calls = (box.read("calls") ?? "").split(separator: "\n")
          wasKilled = calls.count >= number
          let what: Comment = "\(words), \(moment) call \(number): \(calls.last ?? "")"
          #expect(result.status == (wasKilled ? 128 + SIGKILL : 0), "\(what): \(result)")
          try await box.wait("the end of what it ran") { box.processes(naming: "vmrun-new-").isEmpty }
          #expect(try await holdsAll(box, disk(box)), what)
          let verdict = try await box.vmrun("image", "verify")
          #expect(verdict.status == 0, "\(what): \(verdict)")
          // The profile of whoever looks has the image that the disk stands on.
          let image = try await base(box).contains("/b/") ? "b" : "a"
          try box.profile("web", "image: \(image)\nmemory: 64M\nnics: []\n")
          try await startsAndEnds(box, what)
          // Once more without a killing, then everything back.
          let again = try await box.vmrun(arguments: ["image"] + words.split(separator: " ").map(String.init))
          #expect(again.status == 0 || again.error.contains("stands on no image"), "\(what): \(again)")
          #expect(try await holdsAll(box, disk(box)), what)
          let left = try await box.shell("ls -A \(box.instance("web")) \(box.images)/*")
          #expect(!left.output.contains(".vmrun-new-") && !left.output.contains(".staging-"), "\(what): \(left)")
          _ = try await box.shell("rm -rf \(box.instance("web")) && cp -a \(box.root)/saved \(box.instance("web"))")
        }
      }
      #expect(number > 2, "nothing was killed")
    }
  }

  @Test func `a base that was changed under a disk is refused, and the ways out are true`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      _ = try await box.shell("cp \(box.root)/a.qcow2 \(box.project)/Profiles/own.qcow2")
      try box.profile("path", "image: ./own.qcow2\nmemory: 64M\nnics: []\n")
      try await box.must("start", "path")
      try await box.must("kill", "path")
      // Other content, and the size and the time of the old: as a careless copy has them.
      let file = "\(box.project)/Profiles/own.qcow2"
      let changed = try await box.shell(
        """
        set -e
        touch -r \(file) \(box.root)/time
        cp \(file) \(box.root)/own.old && touch -r \(file) \(box.root)/own.old
        size=$(stat -c %s \(file))
        head -c $size /dev/urandom | dd of=\(file) bs=64k iflag=fullblock seek=1 conv=notrunc 2>/dev/null
        truncate -s $size \(file)
        touch -r \(box.root)/time \(file)
        """)
      try #require(changed.status == 0, "\(changed)")
      let refused = try await box.vmrun("start", "path")
      #expect(refused.status == 1)
      #expect(refused.error.contains("was changed since the disk"), "\(refused)")
      #expect(refused.error.contains("`vmrun image rebase path --accept-base`"), "\(refused)")
      #expect(try await box.vmrun("image", "verify", "path").status == 1)
      // First way: the old image back.
      _ = try await box.shell("cp -p \(file) \(box.root)/own.new; cp -p \(box.root)/own.old \(file)")
      try await box.must("start", "path")
      try await box.must("kill", "path")
      // Second way: as it is.
      _ = try await box.shell("cp -p \(box.root)/own.new \(file)")
      #expect(try await box.vmrun("start", "path").status == 1)
      try await box.must("image", "rebase", "path", "--accept-base")
      try await box.must("start", "path")
      try await box.must("kill", "path")
      // Gone altogether.
      unlink(file)
      let gone = try await box.vmrun("image", "flatten", "path")
      #expect(gone.status == 1 && gone.error.contains("the image \(file) is gone"), "\(gone)")
    }
  }

  @Test func `a disk that somebody else has names who`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await prepare(box)
      let holder = try box.command(["qemu-io", "-f", "qcow2", "-c", "sleep 60000", disk(box)]).start()
      defer { holder.send(SIGKILL) }
      try await box.wait("the lock") {
        // Asked without touching the disk: whoever opens it meanwhile keeps the holder out.
        try await box.shell("ls -l /proc/\(holder.pid)/fd | grep -q disk.qcow2").status == 0
      }
      for words in [["start", "web"], ["image", "flatten", "web"], ["image", "resize", "web", "9M"]] {
        let result = try await box.vmrun(arguments: words)
        #expect(result.status == 1)
        #expect(
          result.error.contains(
            "the disk \(disk(box)) is in use by qemu-io (pid \(holder.pid)), which vmrun did not start: end that first"),
          "\(words): \(result)")
      }
      holder.send(SIGKILL)
      _ = try await holder.result()
      // One machine's QEMU on another's disk.
      try box.profile("thief", "image: \(disk(box))\nmemory: 64M\nnics: []\n")
      try await box.must("start", "web")
      let pid = try await box.pid("web")
      let thief = try await box.vmrun("image", "flatten", "web")
      #expect(thief.error.contains("'web' is running"), "\(thief) \(pid)")
    }
  }
}
