import Foundation
import Testing

/// `vmrun profile export`: what it writes runs a machine without vmrun.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ProfileExportTests {
  /// Waits for a guest that nobody but its own QEMU knows of.
  private func ssh(_ box: Sandbox, port: UInt16, _ command: String) async throws -> CommandResult {
    let options = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -o ConnectTimeout=20"
    let line = "ssh -q \(options) -i \(box.root)/data/vmrun/ssh/id_ed25519 -p \(port) root@127.0.0.1 '\(command)'"
    return try await box.shell(line, timeout: .seconds(60))
  }

  @Test func `The shell script boots the machine, with the same forwards, key and name`() async throws {
    try await Sandbox.with { box in
      let port = try #require(try Sandbox.freePorts(1).first)
      try box.tinyProfile("web", "description: \"it's $HOME\"\nnics:\n- user: {forward: [\"\(port):22\"]}\n")
      let result = try await box.must("profile", "export", "web", "--to", "shell", "--output", "web.sh")
      #expect(result.error.contains("run it to start the machine"))
      if TestHost.has("shellcheck") {
        let checked = try await box.shell("shellcheck web.sh")
        #expect(checked.status == 0, "\(checked)")
      }
      // Without a trace of vmrun.
      #expect(try await box.shell("sed 's/^#.*//' web.sh | grep -c 'qmp\\|events\\|console.sock'").output == "0\n")
      #expect(!box.exists(box.instance("web")))

      let script = try box.command(["/bin/sh", "web.sh"]).start()
      defer { kill(script.pid, SIGKILL) }
      var said = CommandResult(status: 255, output: "", error: "", duration: .zero)
      try await box.wait("the guest answers ssh; it said: \(script.output.suffix(500))", timeout: .seconds(150)) {
        said = try await ssh(box, port: port, "hostname; echo kept >/root/kept; sync")
        return said.status == 0 || !script.isRunning
      }
      #expect(said.output == "web\n", "\(said) \(script.error)")
      script.send(SIGTERM)
      _ = try await script.result()

      // A second start keeps the disk.
      let again = try box.command(["/bin/sh", "web.sh"]).start()
      defer { kill(again.pid, SIGKILL) }
      try await box.wait("the guest answers again", timeout: .seconds(150)) {
        said = try await ssh(box, port: port, "cat /root/kept")
        return said.status == 0 || !again.isRunning
      }
      #expect(said.output == "kept\n", "\(said) \(again.error)")
      again.send(SIGTERM)
      _ = try await again.result()
    }
  }

  static let hasLibvirt = TestHost.has("virsh", "libvirtd", "virt-xml-validate")
  static let withoutLibvirt: Comment = "libvirt is not installed: .ci/install-dependencies test"

  @Test(.enabled(if: hasLibvirt && TestHost.canMount, withoutLibvirt))
  func `libvirt finds the XML valid, defines it, and starts the machine`() async throws {
    try await Sandbox.with { box in
      let port = try #require(try Sandbox.freePorts(1).first)
      try box.tinyProfile("web", "description: a & b\nnics:\n- user: {forward: [\"\(port):22\"]}\n- user\n")
      try await box.must("profile", "export", "web", "--to", "libvirt", "--output", "web.xml")
      let valid = try await box.shell("virt-xml-validate web.xml domain")
      #expect(valid.status == 0, "\(valid)")

      // A libvirt of the test's own: no root's, because its user is not root in the namespace, and its processes end
      // with it.
      try box.write(
        """
        set -eu
        mkdir -p -m 700 "$HOME/run" "$HOME/config/libvirt"
        export XDG_RUNTIME_DIR="$HOME/run" XDG_CONFIG_HOME="$HOME/config" XDG_CACHE_HOME="$HOME/cache"
        export XDG_DATA_HOME="$HOME/data" LC_ALL=C
        echo 'stdio_handler = "file"' >"$HOME/config/libvirt/qemu.conf"
        libvirtd >"$HOME/libvirtd.log" 2>&1 &
        socket="$XDG_RUNTIME_DIR/libvirt/libvirt-sock"
        i=0
        while [ ! -S "$socket" ] && [ $i -lt 600 ]; do i=$((i + 1)); sleep 0.1; done
        virsh="virsh -q -c qemu+unix:///session?socket=$socket"
        $virsh define web.xml || { cat "$HOME/libvirtd.log" >&2; exit 1; }
        $virsh start web
        $virsh domstate web
        $virsh qemu-monitor-command web --hmp info network
        i=0
        while [ $i -lt 40 ]; do
          i=$((i + 1))
          if ssh -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -o ConnectTimeout=10 \\
            -F none -i "$1" -p "$2" root@127.0.0.1 hostname; then break; fi
          sleep 1
        done
        $virsh destroy web
        $virsh undefine web
        """, "libvirt.sh")
      let result = try await box.shell(
        """
        HOME=\(box.root)/lv; export HOME; mkdir -p $HOME
        exec unshare --user --map-user=1000 --map-group=1000 --pid --fork --kill-child --mount --mount-proc \
        /bin/sh \(box.root)/libvirt.sh \(box.root)/data/vmrun/ssh/id_ed25519 \(port)
        """, timeout: .seconds(300))
      #expect(result.status == 0, "\(result)")
      #expect(result.output.contains("running\n") && result.output.contains("\nweb\n"), "\(result)")
    }
  }

  @Test func `An export names what is not there, and keeps a file that is`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("idle", "nics:\n- vde: lab\n- user\n")
      let result = try await box.must("profile", "export", "idle", "--to", "kubevirt", "--output", "idle.yaml")
      #expect(result.error.contains("nic0 (vde): KubeVirt has nothing like it"))
      #expect(box.read("p/idle.yaml")?.contains("# nic0 (vde): KubeVirt has nothing like it") == true)
      let again = try await box.vmrun("profile", "export", "idle", "--to", "kubevirt", "--output", "idle.yaml")
      #expect(again.status == 1 && again.error.contains("--force"))
      #expect(try await box.must("profile", "export", "idle", "--to", "libvirt").output.contains("<domain "))
      #expect(try await box.vmrun("profile", "export", "idle", "--to", "xen").status == 64)
    }
  }

  @Test func `libvirt's XML is written only when the disks that it names are there`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile()
      try #require(try await box.shell("mkdir -p out/idle.qcow2").status == 0)
      let failed = try await box.vmrun("profile", "export", "idle", "--to", "libvirt", "--output", "out/x.xml")
      #expect(failed.status != 0 && !box.exists("p/out/x.xml"), "\(failed)")
      try #require(try await box.shell("rmdir out/idle.qcow2").status == 0)
      try await box.must("profile", "export", "idle", "--to", "libvirt", "--output", "new/x.xml")
      #expect(box.exists("p/new/x.xml") && box.exists("p/new/idle.qcow2"))

      // A file that is there is refused before anything is made.
      try box.write("mine", "p/out/x.xml")
      let taken = try await box.vmrun("profile", "export", "idle", "--to", "libvirt", "--output", "out/x.xml")
      #expect(taken.status == 1 && taken.error.contains("--force"), "\(taken)")
      #expect(box.read("p/out/x.xml") == "mine" && !box.exists("p/out/idle.qcow2"))
    }
  }
}
