import Foundation
import Testing

/// Machines whose disk stands on no image any more.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct FlatDiskTests {
  /// An image that brings a kernel, as a recipe makes them.
  private func store(_ box: Sandbox, _ name: String) async throws {
    let folder = "\(box.images)/\(name)/x86_64"
    try box.write(
      """
      {"name": "\(name)", "arch": "x86_64", "description": "Fake", "disk": "disk.qcow2", "format": "qcow2",
       "kernel": "vmlinuz", "initrd": "initrd.img", "cmdline": "quiet", "user": "root", "packages": {}}
      """, "\(folder)/0123/image.json")
    let made = try await box.shell(
      """
      set -e
      cd \(folder)/0123
      qemu-img create -q -f qcow2 disk.qcow2 1M
      echo kernel >vmlinuz
      echo initrd >initrd.img
      ln -s 0123 ../current
      """)
    try #require(made.status == 0, "\(made)")
    try box.write(
      "description: x\narches: {x86_64: {debian: amd64, kernel: k, console: c}}\n", "p/Images/\(name)/recipe.yml")
  }

  @Test func `a flat disk goes without its image, and a kernel does not`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await store(box, "kern")
      let profile = "image: kern\nmemory: 64M\nnics: []\n"
      try box.profile("f", profile)
      #expect(try await box.must("command", "f").output.contains("vmlinuz"))
      for words in [["commit", "f", "--name", "gold"], ["rebase", "f", "gold"], ["flatten", "f"]] {
        try await box.must(arguments: ["image"] + words)
      }
      let commit = try await box.vmrun("image", "commit", "f")
      #expect(
        commit.status == 64 && commit.error.contains("'f' stands on no image of the store: say what"), "\(commit)")
      // Whoever names it in the profile starts its kernel.
      try box.profile("f", profile.replacing("kern", with: "gold"))
      let used = try await box.vmrun("image", "delete", "--yes", "gold")
      #expect(used.status == 1 && used.error.contains("image 'gold' is in use by f"), "\(used)")
      try box.profile("f", profile)
      try await box.must("image", "delete", "--yes", "gold")
      #expect(try await box.must("command", "f").output.contains("kern/x86_64/0123/vmlinuz"))
      try await box.must("image", "delete", "--yes", "kern")
      let way =
        "the disk of 'f' stands on its own, but its kernel comes from its image: image 'kern' is not built yet: run "
        + "`vmrun image build kern`; or write `boot: disk` if the disk starts by itself\n"
      let start = try await box.vmrun("start", "f")
      #expect(start.status == 69 && start.error == "vmrun: \(way)", "\(start)")
      let check = try await box.vmrun("profile", "check", "f")
      #expect((check.output + check.error).contains(way.dropLast()), "\(check)")
      for own in ["boot: disk\n", "kernel: ./empty.img\n"] {
        try box.idleProfile("other")
        try box.profile("f", profile + own)
        let command = try await box.must("command", "f")
        #expect(command.output.contains("-kernel") == own.hasPrefix("kernel"), "\(command)")
      }
      try box.profile("f", profile + "boot: disk\n")
      try await box.must("start", "f")
      try await box.must("kill", "f")
    }
  }
}
