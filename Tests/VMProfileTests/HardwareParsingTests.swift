import Testing
import VMProfile

@Suite struct HardwareParsingTests {
  @Test func `disks, CD, shares and words for QEMU are read`() throws {
    let profile = try ProfileFixture.parse(
      """
      image: tiny
      firmware: uefi
      boot: cdrom
      disks:
        - {name: data, size: 10G}
        - {name: old, file: ../old.img, format: raw, readonly: true}
        - {name: more, file: more.qcow2}
      cdrom: installer.iso
      shares:
        - {path: ./src, mount: /mnt/src}
        - {path: /srv/docs/, tag: papers, readonly: true, driver: 9p}
      qemu_arguments: [-device, usb-ehci]
      """)
    #expect(profile.firmware == .uefi && profile.boot == .cdrom)
    #expect(
      profile.disks == [
        Disk(name: try DiskName(parsing: "data"), source: .made(size: ByteSize(bytes: 10 << 30))),
        Disk(
          name: try DiskName(parsing: "old"),
          source: .file(try HostPath(parsing: "../old.img"), format: .raw, isReadOnly: true)),
        Disk(
          name: try DiskName(parsing: "more"),
          source: .file(try HostPath(parsing: "more.qcow2"), format: nil, isReadOnly: false)),
      ])
    #expect(profile.cdrom?.description == "installer.iso")
    #expect(
      profile.shares == [
        Share(
          path: try HostPath(parsing: "./src"), tag: try ShareTag(parsing: "src"),
          mount: try GuestPath(parsing: "/mnt/src")),
        Share(
          path: try HostPath(parsing: "/srv/docs/"), tag: try ShareTag(parsing: "papers"), isReadOnly: true,
          driver: .ninep),
      ])
    #expect(profile.qemuArguments == ["-device", "usb-ehci"])
    #expect(throws: Never.self) { try profile.validate() }
  }

  @Test func `a machine without an image starts from a CD or a kernel`() throws {
    let installer = try ProfileFixture.parse("cdrom: ./a.iso\ndisk: 20G\n")
    #expect(installer.image == nil && installer.disk?.description == "20G")
    let kernel = try ProfileFixture.parse("kernel: ./vmlinuz\ninitrd: ./initrd\nappend: console=ttyS0 quiet\n")
    #expect(kernel.image == nil && kernel.append == "console=ttyS0 quiet")
    for profile in [installer, kernel] { #expect(throws: Never.self) { try profile.validate() } }
  }

  @Test func `a profile made by a program obeys the rules`() throws {
    var profile = Profile(name: try VMName(parsing: "web"), image: nil, append: "a\nb", qemuArguments: ["-daemonize"])
    let error = try #require(throws: ProfileError.self) { try profile.validate() }
    #expect(
      error.description.split(separator: "\n") == [
        "profile 'web', append: 'append' is 'a\\nb': a kernel's command line is one line without control characters",
        "profile 'web', qemu_arguments[0]: 'qemu_arguments' is '-daemonize': vmrun starts QEMU and finds it again by "
          + "itself: leave it out",
        "profile 'web', image: 'image' is missing: expected the name of an image such as tiny, or a path with a '/' such "
          + "as ./disk.qcow2",
        "profile 'web', append: 'append' needs 'kernel', whose command line it is",
      ])
    profile = Profile(
      name: try VMName(parsing: "web"), image: .named("tiny"),
      disks: try (0..<9).map {
        Disk(name: try DiskName(parsing: "d\($0)"), source: .made(size: ByteSize(bytes: 1 << 30)))
      })
    let many = try #require(throws: ProfileError.self) { try profile.validate() }
    #expect(many.description == "profile 'web', disks: 'disks' has 9 entries: a machine has at most 8 disks")
  }

  @Test(arguments: [
    ("a.iso", false), ("./a/b", false), ("a/../b", false), ("../a", true), ("a/../../b", true), ("/a", true),
    ("./../a", true), ("a/b/../../c", false),
  ])
  func `a path leaves its folder or stays`(text: String, leaves: Bool) throws {
    #expect(try HostPath(parsing: text).leavesFolder == leaves)
  }
}
