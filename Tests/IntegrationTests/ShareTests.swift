import Foundation
import Testing

/// Disks, a CD and folders as a guest sees them.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ShareTests {
  /// The virtiofsd processes of a sandbox, whose folder is in none of their words.
  private func daemons(_ box: Sandbox) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { pid in
      guard let comm = box.read("/proc/\(pid)/comm"), comm.hasPrefix("virtiofsd") else { return false }
      let log = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/2")) ?? ""
      return log.hasPrefix(box.root)
    }
  }

  private static let findDisk = """
    disk() { for d in /sys/block/vd*; do [ "$(cat $d/serial 2>/dev/null)" != "$1" ] || echo /dev/${d##*/}; done; };
    """

  @Test func `a guest has its disks, its CD and the host's folders, and finds them again`() async throws {
    try await Sandbox.with { box in
      try box.write("from the host\n", "p/Profiles/src/hello")
      try box.write("only to read\n", "p/Profiles/docs/paper")
      try box.write("from the CD\n", "cd/file")
      let made = try await box.shell(
        """
        xorrisofs -quiet -o Profiles/a.iso -volid TESTCD '\(box.root)/cd' && chmod 777 Profiles/src &&
        printf 'an old disk\\n' > Profiles/old.img && truncate -s 1M Profiles/old.img
        """)
      try #require(made.status == 0, "\(made)")
      try box.tinyProfile(
        "web",
        """
        disks:
          - {name: data, size: 1G}
          - {name: old, file: ./old.img, format: raw, readonly: true}
        cdrom: a.iso
        shares:
          - {path: ./src, mount: /mnt/src, driver: 9p}
          - {path: ./docs, mount: /mnt/docs, readonly: true}
          - {path: ./src, tag: fast}

        """)
      try await box.must("start", "web")
      let isVirtiofs = try await box.must("command", "web").output.contains("vhost-user-fs-pci")
      #expect(daemons(box).isEmpty != isVirtiofs)
      // `head` and not `cat`: that of busybox splices (sendfile(2)) from 9p into the pipe of sshd, and was seen to lose
      // all that came after.
      let mounted = try await box.guest(
        "web",
        """
        for i in $(seq 200); do grep -q /mnt/docs /proc/mounts && [ -b /dev/sr0 ] && break; sleep 0.2; done
        head -n 1 /mnt/src/hello; head -n 1 /mnt/docs/paper; echo from the guest > /mnt/src/reply; mkdir /mnt/src/made
        echo no > /mnt/docs/paper 2>/dev/null && echo wrote to a read-only share
        mkdir -p /mnt/cd /mnt/fast; mount -r -t iso9660 /dev/sr0 /mnt/cd && head -n 1 /mnt/cd/file
        mount -t \(isVirtiofs ? "virtiofs" : "9p -o trans=virtio,version=9p2000.L") fast /mnt/fast && head -n 1 /mnt/fast/reply
        echo more > /mnt/fast/more
        \(Self.findDisk) head -n 1 $(disk old); echo x 2>/dev/null > $(disk old) && echo wrote to a read-only disk
        echo data of the guest > $(disk data); sync
        """)
      #expect(
        mounted == "from the host\nonly to read\nfrom the CD\nfrom the guest\nan old disk\n", "virtiofs: \(isVirtiofs)")
      #expect(box.read("p/Profiles/src/reply") == "from the guest\n")
      #expect(box.read("p/Profiles/src/more") == "more\n")
      #expect(box.read("p/Profiles/docs/paper") == "only to read\n")
      try await box.must("stop", "web")
      try await box.wait("the end of virtiofsd") { daemons(box).isEmpty }

      try await box.must("start", "web")
      let again = try await box.guest(
        "web",
        """
        \(Self.findDisk) head -n 1 $(disk data)
        for i in $(seq 200); do grep -q /mnt/docs /proc/mounts && break; sleep 0.2; done; head -n 1 /mnt/src/reply
        """)
      #expect(again == "data of the guest\nfrom the guest\n")
      // However QEMU ends, nothing stays.
      kill(try await box.pid("web"), SIGKILL)
      try await box.wait("the end of QEMU") { box.machines("web").isEmpty }
      try await box.wait("the end of virtiofsd") { daemons(box).isEmpty }
    }
  }

  @Test func `a daemon that ends at once is named, and nothing is left`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.tool("virtiofsd", "echo 'no such luck' >&2; exit 1")
      try box.write("x", "p/Profiles/src/file")
      try box.idleProfile("idle", "shares: [{path: ./src, driver: virtiofs}]\n")
      let result = try await box.vmrun("start", "idle", env: box.withTools)
      guard TestHost.isRoot else {
        #expect(result.status == 69)
        #expect(result.error.contains("this host has no virtiofsd that user"), "\(result)")
        return
      }
      #expect(result.status == 1, "\(result)")
      #expect(result.error.contains("virtiofsd has ended: its own words are in share-*.log"), "\(result)")
      #expect(box.read(box.instance("idle") + "/share-src.log") == "no such luck\n")
      #expect(box.machines("idle").isEmpty && daemons(box).isEmpty)
    }
  }
}
