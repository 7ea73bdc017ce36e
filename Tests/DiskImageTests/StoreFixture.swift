import GLib
import Glibc
import HostTool
import VMProfile

@testable import DiskImage

/// A store, and a recipe whose script takes a moment.
struct StoreFixture: Sendable {
  let sandbox: Sandbox
  let store: ImageStore

  init() throws {
    sandbox = try Sandbox()
    store = ImageStore(root: sandbox("store"))
    try sandbox.write(
      """
      description: Fake
      arches:
        x86_64: {debian: amd64, kernel: linux-image-amd64, console: ttyS0}
        aarch64: {debian: arm64, kernel: linux-image-arm64, console: ttyAMA0}
      packages: [a, b]
      modules: [m1, m2]
      size: 64M

      """, "Images/tiny/recipe.yml")
    try script("")
  }

  init(borrowing sandbox: Sandbox) {
    self.sandbox = sandbox
    store = ImageStore(root: sandbox("store"))
  }

  var folder: String { "\(store.root)/tiny/x86_64" }

  /// Writes the script, with some lines in the middle of it.
  func script(_ middle: String, json: String = StoreFixture.json) throws {
    try sandbox.write(
      """
      #!/bin/sh
      set -eu
      umask 022
      echo "==> making"
      echo "$VMRUN_ARCH $VMRUN_DEBIAN_ARCH $VMRUN_KERNEL_PACKAGE $VMRUN_CONSOLE [$VMRUN_PACKAGES] [$VMRUN_MODULES] \
      $VMRUN_SIZE $VMRUN_CACHE" >&2
      qemu-img create -q -f qcow2 "$1/disk.qcow2" "$VMRUN_SIZE"
      \(middle)
      echo kernel >"$1/vmlinuz"
      echo initrd >"$1/initrd.img"
      cat >"$1/image.json" <<END
      \(json)
      END
      echo "==> done"

      """, "Images/tiny/build", mode: 0o755)
  }

  static let json = """
    {"name": "tiny", "arch": "$VMRUN_ARCH", "description": "Fake", "disk": "disk.qcow2", "format": "qcow2",
     "kernel": "vmlinuz", "initrd": "initrd.img", "cmdline": "console=$VMRUN_CONSOLE quiet", "user": "root",
     "packages": {"a": "1", "b": "2"}}
    """

  func build(
    arch: Architecture = .x86_64, force: Bool = false, limits: BuildLimits = BuildLimits(), inUse: Set<String> = [],
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> BuildOutcome {
    try await store.build(
      try Recipe(folder: sandbox("Images/tiny")), arch, force: force, cache: sandbox("cache"), limits: limits,
      basesInUse: { inUse }, progress: progress)
  }

  /// Until the script of a build has written itself down and made its disk.
  func waitForScript() async throws {
    for _ in 0..<500 where FileStatus("\(store.root)/tiny/build.pid") == nil || staging == nil {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  var staging: String? {
    Folder.names(in: "\(store.root)/tiny").first {
      $0.hasPrefix(ImageBuild.stagingPrefix) && FileStatus("\(store.root)/tiny/\($0)/disk.qcow2") != nil
    }
  }
}
