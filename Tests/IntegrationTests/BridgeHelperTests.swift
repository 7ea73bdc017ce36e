import Foundation
import Testing

/// An ordinary user's TAP in a bridge, through QEMU's setuid helper: with an `/etc`, a helper and a network of the test's
/// own.
@Suite(
  .enabled(if: TestHost.canRunMachines, TestHost.withoutMachines),
  .enabled(if: TestHost.isRoot && TestHost.canMakeTap && TestHost.has("setpriv"), "only root can make a setuid helper"))
struct BridgeHelperTests {
  private static let user = getpwnam("nobody")?.pointee.pw_uid ?? 65534
  static let helper = "/usr/lib/qemu/qemu-bridge-helper"

  @Test(.enabled(if: access(helper, X_OK) == 0, "qemu-bridge-helper is not where Debian has it"))
  func `each thing that is missing is named with its command, and then it works`() async throws {
    try await Sandbox.with { box in
      let home = "/tmp/vh-\(getpid())"
      defer { _ = try? FileManager.default.removeItem(atPath: home) }
      let user = "setpriv --reuid=\(Self.user) --regid=\(Self.user) --clear-groups"
      let result = try await box.isolated(
        """
        mkdir -p \(home)/bin \(home)/p/Profiles \(home)/run
        cp $vmrun \(home)/bin/vmrun
        truncate -s 1M \(home)/p/Profiles/empty.img
        printf 'image: ./empty.img\\nmemory: 64M\\nnics: [{tap: {bridge: br0}}]\\n' > \(home)/p/Profiles/idle.yml
        printf 'image: ./empty.img\\nmemory: 64M\\nnics: [tap]\\n' > \(home)/p/Profiles/alone.yml
        printf 'image: ./empty.img\\nmemory: 64M\\nnics: [{tap: {ifname: t0, script: /bin/true}}]\\n' \
          > \(home)/p/Profiles/hook.yml
        chmod 700 \(home) \(home)/run
        chown -R \(Self.user):\(Self.user) \(home)
        cp -a /etc \(box.root)/etc
        rm -rf \(box.root)/etc/qemu
        mount --bind \(box.root)/etc /etc
        cp -a /usr/lib/qemu \(box.root)/lib-qemu
        chmod u-s \(box.root)/lib-qemu/qemu-bridge-helper
        mount --bind \(box.root)/lib-qemu /usr/lib/qemu
        cd \(home)/p
        as_user() { HOME=\(home) XDG_RUNTIME_DIR=\(home)/run \(user) env -u XDG_DATA_HOME -u XDG_STATE_HOME \
          -u XDG_CONFIG_HOME -u XDG_CACHE_HOME \(home)/bin/vmrun "$@"; }
        echo "== alone"; ! as_user start alone 2>&1
        echo "== hook"; ! as_user start hook 2>&1
        echo "== bridge"; ! as_user start idle 2>&1
        ip link add name br0 type bridge
        ip link set br0 up
        echo "== file"; ! as_user start idle 2>&1
        mkdir /etc/qemu
        echo 'allow br1' > /etc/qemu/bridge.conf
        chmod 755 /etc/qemu; chmod 644 /etc/qemu/bridge.conf
        echo "== denied"; ! as_user start idle 2>&1
        echo 'allow br0' | tee -a /etc/qemu/bridge.conf
        echo "== setuid"; ! as_user start idle 2>&1
        chmod u+s \(Self.helper)
        echo "== works"
        as_user start idle 2>&1
        ip link show master br0
        as_user nic list idle
        as_user nic add idle tap bridge=br0 2>&1
        as_user command idle | grep sandbox
        as_user kill idle
        for i in $(seq 100); do [ -n "$(ip link show master br0)" ] || break; sleep 0.05; done
        echo "== gone"; ip link show master br0
        as_user delete idle --yes
        """)
      #expect(result.status == 0, "\(result)")
      let parts = result.output.components(separatedBy: "== ")
      func part(_ name: String) -> String { parts.first { $0.hasPrefix(name + "\n") } ?? "" }
      #expect(part("alone").contains("this user may not make a TAP: use `network:`"), "\(part("alone"))")
      #expect(part("hook").contains("a TAP with scripts needs root, and this user may not make one"))
      #expect(part("bridge").contains("there is no bridge 'br0': make it with `ip link add name br0 type bridge"))
      #expect(
        part("file").contains(
          "users may not put TAPs into bridge 'br0', as /etc/qemu/bridge.conf is missing, unreadable or wrong: allow it "
            + "with `sudo mkdir -p /etc/qemu && echo 'allow br0' | sudo tee -a /etc/qemu/bridge.conf`"),
        "\(part("file"))")
      #expect(
        part("denied").contains(
          "users may not put TAPs into bridge 'br0': allow it with `echo 'allow br0' | sudo tee -a "
            + "/etc/qemu/bridge.conf`"), "\(part("denied"))")
      #expect(
        part("setuid").contains(
          "\(Self.helper) is not allowed to make a TAP for users: let it run as root with `sudo chmod u+s "
            + "\(Self.helper)`"), "\(part("setuid"))")
      #expect(part("works").contains("tap tap0 in br0"), "\(part("works"))")
      #expect(part("works").contains("spawn=deny"))
      #expect(part("gone") == "gone\n")
      for pid in box.processes(naming: home) { kill(pid, SIGKILL) }
    }
  }
}
