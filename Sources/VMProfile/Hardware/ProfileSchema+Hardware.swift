internal import JSON

/// What a machine starts from, and what it has beside its own disk.
extension ProfileSchema {
  static let firmware = ScalarKey(
    "firmware", ScalarType<FirmwareChoice>.choice(synonyms: ["efi": "uefi", "ovmf": "uefi", "seabios": "bios"]),
    synonyms: ["bios", "uefi", "efi"],
    documentation: "What runs before the operating system. bios: the board's own, on x86_64; uefi: one that the host "
      + "has installed, with variables of the machine's own and without Secure Boot. Default: bios on x86_64; on "
      + "aarch64 and riscv64 uefi, unless a kernel is started.")
  static let boot = ScalarKey(
    "boot", ScalarType<BootSource>.choice(synonyms: ["cd": "cdrom", "dvd": "cdrom", "iso": "cdrom", "hd": "disk"]),
    synonyms: ["boot-order", "boot_order", "bootorder"],
    documentation: "What the machine starts from. kernel: the one in 'kernel', or that the image brings; disk: the "
      + "disk's own boot loader, then the CD; cdrom: the CD, then the disk. Default: kernel where there is one, else "
      + "disk; with 'firmware: uefi' the image's kernel does not count.")
  static let kernel = ScalarKey(
    "kernel", ScalarType<HostPath>.text(HostPath.expectation, pattern: HostPath.pattern), synonyms: ["vmlinuz"],
    documentation: "A kernel that QEMU starts by itself, in place of one that the image brings. A path relative to "
      + "this file.")
  static let initrd = ScalarKey(
    "initrd", ScalarType<HostPath>.text(HostPath.expectation, pattern: HostPath.pattern), synonyms: ["initramfs"],
    documentation: "The initial RAM disk of 'kernel'.")
  static let append = ScalarKey(
    "append", .kernelArguments, synonyms: ["cmdline", "kernel-args", "kernel_args", "kernel-arguments"],
    documentation: "The command line of 'kernel'; without 'kernel' it follows what the image says to its own.")
  static let cdrom = ScalarKey(
    "cdrom", ScalarType<HostPath>.text(HostPath.expectation, pattern: HostPath.pattern),
    synonyms: ["iso", "cd", "dvd", "installer"],
    documentation: "An ISO file in the machine's CD drive, such as an installer. With 'disk' and without 'image' it "
      + "installs to a new, empty disk.")
  static let qemuArguments = ScalarKey(
    "qemu_arguments", .qemuArgument, isList: true,
    synonyms: ["qemu-arguments", "qemu_args", "qemu-args", "qemuargs", "extra_args", "extra-args", "arguments"],
    documentation: "More words for QEMU's command line, put at its end as they are: each option and each value is an "
      + "entry of its own. vmrun does not check them, and they can reach all of the host that you can.")

  static let disks = listKey(
    "disks", "disk", maximum: maximumDisks, expectation: "a list of disks such as [{name: data, size: 10G}]",
    synonyms: ["drives", "volumes", "hdds"], documentation: "Further disks, beside the machine's own.")
  static let shares = listKey(
    "shares", "share", maximum: maximumShares, expectation: "a list of shares such as [{path: ./src, tag: src}]",
    synonyms: ["share", "mounts", "folders", "shared-folders", "virtfs"],
    documentation: "Folders of the host in the guest.")

  /// Each takes a slot of the board.
  static let maximumDisks = 8
  static let maximumShares = 8
  /// Far beyond what people add by hand.
  static let maximumQEMUArguments = 200

  private static func listKey(
    _ name: String, _ definition: String, maximum: Int, expectation: String, synonyms: [String], documentation: String
  ) -> KeySchema {
    KeySchema(
      name: name, documentation: documentation, expectation: expectation,
      json: [
        "type": "array", "maxItems": .integer(Int64(maximum)), "items": ["$ref": .string("#/$defs/\(definition)")],
      ], synonyms: synonyms)
  }

  // MARK: An entry of `disks`

  static let diskName = ScalarKey(
    "name", ScalarType<DiskName>.text(DiskName.expectation, pattern: DiskName.pattern), isRequired: true,
    synonyms: ["id", "serial"],
    documentation: "Its name and serial number: a Linux guest has it as /dev/disk/by-id/virtio-NAME.")
  static let diskSize = ScalarKey(
    "size", diskSizeType, synonyms: ["capacity"],
    documentation: "Size of a new, empty disk, which the machine keeps until it is deleted; it grows when this does.")
  static let diskFile = ScalarKey(
    "file", ScalarType<HostPath>.text(HostPath.expectation, pattern: HostPath.pattern), synonyms: ["path", "image"],
    documentation: "A disk that exists, in place of 'size': a path relative to this file. The machine writes to it.")
  static let diskFormat = ScalarKey(
    "format", ScalarType<DiskFormat>.choice(synonyms: ["img": "raw"]), synonyms: ["type", "driver"],
    documentation: "The format of 'file'. Left out: it must be a qcow2, which begins with a mark; raw has to be "
      + "written.")
  static let diskReadOnly = ScalarKey(
    "readonly", .flag, defaultValue: false, synonyms: ["read-only", "read_only", "ro"],
    documentation: "The guest can only read 'file'; several machines may then have it.")

  static let furtherDisk = MappingSchema(
    place: "an entry of 'disks'",
    documentation: "A further disk: a new one with 'size', or one that exists with 'file'.",
    keys: [diskName.schema, diskSize.schema, diskFile.schema, diskFormat.schema, diskReadOnly.schema],
    alternatives: ["size", "file"])

  // MARK: An entry of `shares`

  static let sharePath = ScalarKey(
    "path", ScalarType<HostPath>.text("the path of a folder such as ./src", pattern: HostPath.pattern),
    isRequired: true, synonyms: ["folder", "source", "dir", "directory"],
    documentation: "The folder of the host, relative to this file.")
  static let shareTag = ScalarKey(
    "tag", ScalarType<ShareTag>.text(ShareTag.expectation, pattern: ShareTag.pattern),
    synonyms: ["name", "label", "mount_tag", "mount-tag"],
    documentation: "The name under which the guest mounts it. Default: the last part of 'path'.")
  static let shareMount = ScalarKey(
    "mount", ScalarType<GuestPath>.text(GuestPath.expectation, pattern: GuestPath.pattern),
    synonyms: ["target", "mountpoint", "mount-point", "guest"],
    documentation: "Where the guest mounts it at its boot, through cloud-init. Left out: it is mounted by hand.")
  static let shareReadOnly = ScalarKey(
    "readonly", .flag, defaultValue: false, synonyms: ["read-only", "read_only", "ro"],
    documentation: "The guest can only read.")
  static let shareDriver = ScalarKey(
    "driver", ScalarType<ShareDriver>.choice(synonyms: ["virtio-fs": "virtiofs", "virtio-9p": "9p", "p9": "9p"]),
    defaultValue: "auto", synonyms: ["type", "fs"],
    documentation: "How the guest reaches it. auto: virtiofs where its daemon is there and can be used, else 9p.")

  static let share = MappingSchema(
    place: "an entry of 'shares'", documentation: "A folder of the host in the guest.",
    keys: [sharePath.schema, shareTag.schema, shareMount.schema, shareReadOnly.schema, shareDriver.schema])
}
