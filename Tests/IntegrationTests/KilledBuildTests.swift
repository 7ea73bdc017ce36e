import Foundation
import Testing

/// vmrun ended by SIGKILL at every step of an image's build: nothing half-made is seen, and the next build works.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct KilledBuildTests {
  /// A recipe in three slow steps that writes down each.
  private func recipe(_ box: Sandbox, text: String = "") throws {
    try box.write(
      "description: x\narches:\n  x86_64: {debian: amd64, kernel: k, console: ttyS0}\n", "p/Images/own/recipe.yml")
    try box.write(
      """
      #!/bin/sh
      # \(text)
      set -e
      step() { echo "==> $1"; echo "$1" >> \(box.root)/steps; sleep 0.15; }
      step one
      qemu-img create -q -f qcow2 "$1/disk.qcow2" 1M
      step two
      echo kernel > "$1/vmlinuz"
      step three
      printf '{"disk": "disk.qcow2", "format": "qcow2", "kernel": "vmlinuz", "cmdline": "", "arch": "x86_64", "name": "own", "description": "x", "user": "root"}' > "$1/image.json"
      step four

      """, "p/Images/own/build", mode: 0o755)
  }

  private func files(_ box: Sandbox) async throws -> [String] {
    let list = try await box.shell("cd \(box.images)/own && find . -mindepth 1 | sort")
    return list.output.split(separator: "\n").map(String.init)
  }

  @Test func `at any moment of a build`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try recipe(box)
      let whole = try await box.vmrun("image", "build", "own")
      try #require(whole.status == 0, "\(whole)")
      var round = 0
      for delay in [0, 5, 10, 20, 40, 80, 120, 200, 300, 400, 500, 600, 640, 680, 720, 760, 800] {
        for hasOld in [true, false] {
          round += 1
          if !hasOld { _ = try await box.shell("chmod -R u+w \(box.images); rm -rf \(box.images)") }
          try recipe(box, text: "version \(round)")
          let build = try box.launch("image", "build", "own")
          try await Task.sleep(for: .milliseconds(delay))
          build.send(SIGKILL)
          _ = try await build.result()
          let moment: Comment = "\(delay) ms, \(hasOld ? "with" : "without") an older image"

          // What is listed can be used: the old one, the new one, or none.
          let list = try await box.must("image", "list", "--format", "json").output
          let rows = try #require(try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: Any]])
          if let disk = rows.first?["disk"] as? String {
            #expect(try await box.shell("qemu-img check -q '\(disk)'").status == 0, moment)
          } else {
            #expect(!hasOld, moment)
          }
          let next = try await box.vmrun("image", "build", "own")
          #expect(next.status == 0, "\(moment): \(next)")
          let left = try await files(box)
          #expect(!left.contains { $0.contains("staging") || $0.contains("build.pid") }, "\(moment): \(left)")
          #expect(left.filter { $0.hasSuffix("disk.qcow2") }.count == 1, "\(moment): \(left)")
        }
      }
      // No script goes on that nobody waits for.
      try await box.wait("the end of all scripts") { box.processes(naming: "Images/own/build").isEmpty }
    }
  }

  @Test func `two builds at once are one, and the machine starts from it`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try recipe(box)
      let builds = try (0..<3).map { _ in try box.launch("image", "build", "own") }
      for build in builds { #expect(try await build.result().status == 0) }
      #expect(box.read("steps") == "one\ntwo\nthree\nfour\n")
      try box.profile("own", "image: own\nmemory: 64M\n")
      // The kernel of this image is none.
      let start = try await box.vmrun("start", "own")
      #expect(start.status != 0)
      #expect(start.error.contains("invalid kernel header"), "\(start)")
    }
  }

  @Test func `an interrupted build ends its script`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try recipe(box)
      for signal in [SIGINT, SIGTERM] {
        let build = try box.launch("image", "build", "own")
        try await box.wait("the script") { box.exists("steps") }
        unlink(box.root + "/steps")
        build.send(signal)
        let result = try await build.result()
        #expect(result.status == 128 + signal, "\(result)")
        try await box.wait("the end of the script", timeout: .seconds(3)) {
          box.processes(naming: "Images/own/build").isEmpty
        }
        #expect(try await box.must("image", "list").output.contains("not built"))
      }
    }
  }
}
