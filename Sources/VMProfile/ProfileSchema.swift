public import JSON

/// All keys of a profile: one table, from which the parser checks names, and the JSON Schema is made.
public enum ProfileSchema {
  static let description = ScalarKey(
    "description", .prose, documentation: "What the machine is for; shown in lists.")
  static let extends = ScalarKey(
    "extends",
    ScalarType<ParentReference>.text(ParentReference.expectation, pattern: Patterns.parent), isList: true,
    synonyms: ["extend", "inherit", "inherits", "parent", "parents", "from"],
    documentation: "Profiles that this one stands on, one or a list: names, or paths that begin with './'. Later ones "
      + "win, and this file wins over all. Mappings are joined; lists and values replace; a key without a value "
      + "removes what they have.")
  static let image = ScalarKey(
    "image", ScalarType<ImageReference>.text(ImageReference.expectation, pattern: Patterns.image),
    synonyms: ["base", "os", "base-image"],
    documentation: "The disk to start from: the name of an image, or a path with a '/', relative to this file. "
      + "It is never written to; the machine writes to an overlay of its own. A machine that starts from 'cdrom' or "
      + "'kernel' can do without.")
  static let arch = ScalarKey(
    "arch",
    ScalarType<Architecture>.choice(synonyms: [
      "amd64": "x86_64", "x64": "x86_64", "x86-64": "x86_64", "arm64": "aarch64", "riscv": "riscv64",
    ]),
    synonyms: ["architecture", "platform"],
    documentation: "The guest's processor architecture. Default: that of the host.")
  static let machine = ScalarKey(
    "machine", ScalarType<MachineType>.choice(), synonyms: ["board", "chipset"],
    documentation: "The board that QEMU emulates. x86_64 has q35 (the default), pc and microvm; aarch64 and riscv64 "
      + "have virt.")
  static let accelerator = ScalarKey(
    "accelerator", ScalarType<AcceleratorChoice>.choice(), defaultValue: "auto", synonyms: ["accel", "virtualization"],
    documentation: "What executes the guest's instructions. auto: KVM where it really runs a guest, else TCG; kvm: "
      + "KVM or an error; tcg: QEMU's own translator, slower, which works everywhere.")
  static let cpu = ScalarKey(
    "cpu", .cpuModel, defaultValue: "auto", synonyms: ["cpu-model", "processor"],
    documentation: "The CPU model by QEMU's name. auto: the best for the accelerator.")
  static let smp = ScalarKey(
    "smp", .integer(1...255), defaultValue: 1, synonyms: ["cpus", "vcpus", "vcpu", "cores", "ncpus"],
    documentation: "Number of virtual CPUs.")
  static let memory = ScalarKey(
    "memory", .size(atLeast: ByteSize(bytes: 32 << 20), step: ByteSize(bytes: 1 << 20)), defaultValue: "512M",
    synonyms: ["mem", "ram"],
    documentation: "Memory of the guest in whole mebibytes, with a unit: 512M, 2G.")
  static let disk = ScalarKey(
    "disk", diskSizeType,
    synonyms: ["size", "disk-size", "disksize", "storage"],
    documentation:
      "Size of the machine's own disk, an overlay that grows as it is written. Default: the image's size. Without 'image' it is empty, and left out there is none."
  )
  /// Whole sectors. The limit is far beyond what anybody has, and keeps a mistyped or hostile size from filling the
  /// host with tables.
  static let diskSizeType = ScalarType<ByteSize>.size(
    atLeast: ByteSize(bytes: 1 << 20), atMost: ByteSize(bytes: 64 << 40), step: ByteSize(bytes: 512))
  static let display = ScalarKey(
    "display", ScalarType<DisplayChoice>.choice(), defaultValue: "none", synonyms: ["graphics", "vga", "screen"],
    documentation: "Where the guest's screen is shown. none: no graphics card, the serial console only; gtk and sdl: "
      + "a window; vnc: a VNC server on a UNIX socket.")

  static let nics = KeySchema(
    name: "nics",
    documentation: "Network cards. Left out: one virtio card with user networking and an SSH forward; []: none.",
    expectation: "a list of NICs",
    json: [
      "type": "array", "maxItems": .integer(Int64(maximumNICs)),
      "items": ["oneOf": [["enum": ["user", "passt", "tap", "none"]], ["$ref": "#/$defs/nic"]]],
    ],
    defaultValue: [["model": "virtio", "user": ["forward": ["ssh"]]]],
    synonyms: ["nic", "network", "networks", "net", "interfaces", "networking"])
  static let ssh = KeySchema(
    name: "ssh", documentation: sshAccess.documentation, expectation: "a mapping such as {user: root}",
    json: ["$ref": "#/$defs/ssh"])

  /// More cards than any board has slots for.
  static let maximumNICs = 32

  /// The top of a profile.
  static let profile = MappingSchema(
    place: "the top of the profile",
    documentation: "A virtual machine for vmrun. The file's name is the machine's name.",
    keys: [
      description.schema, extends.schema, image.schema, arch.schema, machine.schema, accelerator.schema, cpu.schema,
      smp.schema, memory.schema, disk.schema, nics, ssh, display.schema, firmware.schema, boot.schema, kernel.schema,
      initrd.schema, append.schema, disks, cdrom.schema, shares, qemuArguments.schema, cloudInit,
    ],
    needsOneOf: ["image", "cdrom", "kernel"],
    notes: ["name": "a profile has no key 'name': the file's name is the machine's name"])

  static let mappings = [
    profile, nic, userNetwork, passtNetwork, tapInterface, socketPair, sshAccess, furtherDisk, share,
    cloudInitSetup, cloudInitUser, cloudInitFile,
  ]

  /// The profile's format as a JSON Schema (draft 2020-12), for editors and other programs.
  public static var jsonSchema: JSONValue { .object(layered(standalone)) }

  /// The schema of a profile that extends nothing and has no variables.
  static var standalone: JSONObject {
    var schema: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "vmrun profile",
    ]
    for (key, value) in profile.json.members { schema[key] = value }
    schema["$defs"] = [
      "nic": .object(nic.json), "user": .object(userNetwork.json), "passt": .object(passtNetwork.json),
      "tap": .object(tapInterface.json), "socket": .object(socketPair.json), "ssh": .object(sshAccess.json),
      "disk": .object(furtherDisk.json), "share": .object(share.json),
      "cloud_init": .object(cloudInitSetup.json), "cloud_user": .object(cloudInitUser.json),
      "write_file": .object(cloudInitFile.json),
    ]
    return schema
  }
}
