import GLib
import ProfileExchange
import Testing
import VMProfile

@Suite("Files of imported machines")
struct ImportedFilesTests {
  private func yaml(_ profile: ImportedProfile) -> String {
    profile.yaml(source: "x", paths: ImportedPath(from: "/a", to: "/a/Profiles")) { _ in true }
  }

  private func line(_ more: String...) throws -> ImportedProfile {
    try ImportedProfile(commandLine: ["qemu-system-x86_64", "-m", "64"] + more)
  }

  @Test func `The seed of an export for libvirt is not carried over, and told with its line`() throws {
    let imported = try ImportedProfile(libvirt: Markup.parse(ExportCase("web").text(.libvirt).text))
    let loss = try #require(imported.losses.first { $0.what == "/srv/vm/web-seed.iso" })
    #expect(loss.kind == .lost && loss.line > 1 && loss.why.contains("`cloud_init`"))
    #expect(!yaml(imported).contains("file: /srv/vm/web-seed.iso"))
  }

  @Test func `A read-only disk or a CD that is called seed is one, and a disk to write to is not`() throws {
    let disk = "file=b/seed.iso,format=raw,if=virtio"
    let readOnly = try line("-hda", "a.qcow2", "-drive", disk + ",readonly=on")
    #expect(readOnly.losses.contains { $0.what == "b/seed.iso" && $0.why.contains("by its name") })
    #expect(!yaml(readOnly).contains("disks:"))
    let cd = try line("-hda", "a.qcow2", "-cdrom", "my-SEED.iso")
    #expect(cd.losses.contains { $0.what == "my-SEED.iso" } && !yaml(cd).contains("cdrom:"))
    let writable = try line("-hda", "a.qcow2", "-drive", disk)
    #expect(yaml(writable).contains("file: ../b/seed.iso\n"))
  }

  @Test func `A CD with cloud-init's label is a seed, and the guest does not start from it`() throws {
    var imported = try line("-hda", "a.qcow2", "-cdrom", "first.iso", "-boot", "d")
    #expect(yaml(imported).contains("boot: cdrom\n"))
    imported.settleFiles { $0 == "first.iso" ? .seed : .plain }
    #expect(imported.losses.contains { $0.what == "first.iso" && $0.why.contains("cidata") })
    #expect(!yaml(imported).contains("cdrom"))
  }

  @Test func `A disk over an image elsewhere gives that image, and the way to what was written`() throws {
    var imported = try line("-hda", "m/disk.qcow2")
    imported.settleFiles { _ in
      .overlay(
        base: .init(path: "/a/d.qcow2", name: nil), size: ByteSize(bytes: 2 << 30), rescue: "qemu-img convert A B")
    }
    let told = try #require(imported.losses.first { $0.what == "m/disk.qcow2" })
    #expect(told.kind == .lost && told.why.contains("/a/d.qcow2") && told.why.contains("qemu-img convert A B"))
    let text = yaml(imported)
    #expect(text.contains("\nimage: /a/d.qcow2\ndisk: 2G\n") && text.contains("# look: m/disk.qcow2: its backing"))
  }

  @Test func `A further disk over an image elsewhere keeps its file, for a guest would write to the image`() throws {
    var imported = try line("-hda", "a.qcow2", "-hdb", "b.qcow2")
    imported.settleFiles { file in
      file == "b.qcow2" ? .overlay(base: .init(path: "/x/d.qcow2", name: nil), size: nil, rescue: "qemu-img Q") : .plain
    }
    let text = yaml(imported)
    #expect(text.contains("file: ../b.qcow2\n") && text.contains("# look: vmrun does not follow its backing file"))
    #expect(text.contains("qemu-img Q") && !text.contains("file: /x/d.qcow2"))
  }

  @Test func `A disk of a machine of vmrun gives the image's name, and a further one its size`() throws {
    var imported = try line("-hda", "/s/m/disk.qcow2", "-hdb", "/s/m/disk-data.qcow2")
    imported.settleFiles { file in
      file.contains("data")
        ? .machine("m", base: nil, size: ByteSize(bytes: 1 << 30), rescue: "copy")
        : .machine("m", base: .init(path: "/i/debian/disk.qcow2", name: "debian"), size: nil, rescue: "copy")
    }
    let text = yaml(imported)
    #expect(text.contains("\nimage: debian\n") && text.contains("    size: 1G\n"))
    #expect(!text.contains("file: /s/m") && !text.contains("image: /s/m"))
    #expect(imported.losses.filter { $0.why.contains("vmrun's own machine 'm'") }.count == 2)
  }

  @Test func `A file that vmrun would refuse has the reason above it`() throws {
    var imported = try line("-hda", "a.qcow2")
    imported.settleFiles { _ in .unusable("it is a folder") }
    #expect(yaml(imported).contains("# look: vmrun refuses it as it is: it is a folder\n"))
  }

  @Test func `A script that does not say where its files are has its own folder taken, and told`() throws {
    let told = { (text: String) in
      try ImportedProfile(text, kind: .qemu).losses.filter { $0.why.contains("the folder that the script is run in") }
    }
    #expect(try told("kvm -m 64 -hda d/a.img").map(\.what) == ["d/a.img"])
    #expect(try told("kvm -m 64 -hda d/a.img").map(\.kind) == [.read])
    #expect(try told("here=$(dirname \"$0\")\nkvm -m 64 -hda $here/d/a.img").isEmpty)
    #expect(try told("cd /srv\nkvm -m 64 -hda d/a.img").isEmpty)
    #expect(try told("kvm -m 64 -hda /srv/a.img").isEmpty)
  }
}
