import Foundation
import ProfileExchange
import Testing
import VMProfile

@Suite("Options of QEMU")
struct EveryOptionTests {
  static let program = "/usr/bin/qemu-system-x86_64"
  static let isThere = FileManager.default.isExecutableFile(atPath: program)

  private func told(_ words: [String]) throws -> (yaml: String, profile: ImportedProfile) {
    let profile = try ImportedProfile(commandLine: ["qemu-system-x86_64", "-m", "64", "-hda", "a"] + words)
    let yaml = profile.yaml(source: "x", paths: ImportedPath(from: "/a", to: "/a")) { _ in true }
    _ = try Profile(yaml: yaml, name: #require(VMName("x")), file: "x.yml")
    return (yaml, profile)
  }

  private static func keys(_ yaml: String) -> [Substring] { yaml.split(separator: "\n").filter { !$0.hasPrefix("#") } }

  /// `-name value…` as `--help` lists them.
  private func options() throws -> [(name: String, isFlag: Bool)] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Self.program)
    process.arguments = ["--help"]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").filter { $0.hasPrefix("-") }.flatMap { line -> [(name: String, isFlag: Bool)] in
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      let names =
        words[0] == "-h" ? ["h", "help"] : words[0].split(separator: "/").map { String($0.drop { $0 == "-" }) }
      // Two spaces are between an option and what it does.
      let isFlag = words.count < 2 || words[0] == "-h" || words[1].isEmpty && words[0] != "-dtb"
      return names.map { ($0, isFlag) }
    }
  }

  @Test(.enabled(if: isThere, "no qemu-system-x86_64"))
  func `Every option that QEMU lists leaves a trace: in a key, or in what is told`() throws {
    let plain = try told([])
    var seen: Set<String> = []
    for (name, isFlag) in try options() where seen.insert(name).inserted {
      // What the line has anyhow, and what has nothing to add to it.
      let values = ["m": "65", "hda": "b", "nodefaults": "", "netdev": "user,id=x"]
      let (yaml, profile) = try told(["-\(name)"] + (isFlag ? [] : [values[name] ?? "zzz"]))
      let isTold =
        profile.losses.contains { $0.what.contains("-\(name)") || $0.what.contains("zzz") }
        || profile.own.contains { $0.contains("-\(name)") }
      let isCarried = Self.keys(yaml) != Self.keys(plain.yaml) || profile.name == "zzz"
      #expect(isTold || isCarried, "-\(name) leaves no trace:\n\(yaml)")
      // The next word is an option again after a flag, and a value after the others.
      let next = try told(["-\(name)"] + (isFlag ? [] : [values[name] ?? "zzz"]) + ["-smp", "3"])
      #expect(next.yaml.contains("smp: 3"), "-\(name): where its value ends is not known")
    }
    #expect(seen.count > 100)
  }

  /// What becomes of options that people write: a line of the profile, or a part of what is told.
  static let table: [(words: String, key: String?, told: String?)] = [
    ("-vga std", nil, "-vga std"), ("-vga qxl", nil, "graphics card"), ("-usb", nil, "virtio tablet"),
    ("-daemonize", nil, "-daemonize"), ("-enable-kvm", "accelerator: kvm", nil), ("-nographic", "display: none", nil),
    ("-display sdl,gl=on", "display: sdl", "-display gl=on"), ("-snapshot", nil, "vmrun start --ephemeral"),
    ("-boot c", nil, "-boot c"), ("-boot d -cdrom i.iso", "boot: cdrom", nil), ("-boot menu=on", nil, "-boot menu=on"),
    ("-boot n", nil, "vmrun starts from a disk"), ("-boot once=d -cdrom i.iso", "boot: cdrom", nil),
    ("-cdrom i.iso", "cdrom: ./i.iso", nil), ("-rtc base=utc,clock=host", nil, "-rtc clock=host"),
    ("-rtc base=localtime", nil, "vmrun's clock is UTC"), ("-k fr", nil, "qemu_arguments"),
    ("-pidfile p", nil, "vmrun status NAME"), ("-monitor stdio", nil, "vmrun monitor NAME"),
    ("-qmp unix:q,server", nil, "vmrun monitor NAME"), ("-serial stdio", nil, "vmrun console NAME"),
    ("-name x,process=y", nil, "-name process=y"), ("-uuid 1", nil, "UUID"), ("-sdl", "display: sdl", nil),
    ("-full-screen", nil, "menu"), ("-no-reboot", nil, "restarts"), ("-accel kvm", "accelerator: kvm", nil),
    ("-accel tcg,thread=multi", "accelerator: tcg", "-accel thread=multi"),
    ("-audiodev pa,id=a", nil, "qemu_arguments"),
    ("-device usb-host,vendorid=1", nil, "qemu_arguments"), ("-device usb-tablet", nil, "virtio tablet"),
    ("-device virtio-balloon", nil, "balloon"), ("-device pcie-root-port,id=a", nil, "-device pcie-root-port"),
    ("-virtfs local,path=/s,mount_tag=t,security_model=none", "driver: 9p", "security_model=none"),
    ("-fsdev local,id=f,path=/s,security_model=mapped-xattr", nil, "no device has it"),
    ("-smbios type=1,serial=x", nil, "qemu_arguments"), ("-global a.b=c", nil, "qemu_arguments"),
    ("-object memory-backend-ram,id=a,size=1", nil, "qemu_arguments"),
    ("-vnc :1,password=on", "display: vnc", "password=on"),
    ("-drive file=d,if=virtio,cache=none,aio=native", "- name: disk1", "-drive cache=none,aio=native"),
    ("-drive media=cdrom", nil, "the drive is empty"), ("-m", nil, "its value is missing"),
    ("-nic user,ipv6=off,dns=1.1.1.1", "- model: e1000", "-nic ipv6=off,dns=1.1.1.1"),
    ("-netdev user,id=n -device virtio-net,netdev=n,mq=on", "- model: virtio", "-device mq=on"),
    ("-netdev tap,id=n,vhost=on,queues=4 -device e1000,netdev=n", "tap:", "-netdev vhost=on,queues=4"),
    ("-cpu host,hv_relaxed", nil, "-cpu …,hv_relaxed"), ("-frobnicate yes", nil, "-frobnicate yes"),
    ("-drive if=pflash,file=OVMF_CODE.secboot.fd", "firmware: uefi", "Secure Boot"),
    ("-spice port=1", "display: vnc", "-spice port=1"),
    ("-display vnc=:2", "display: vnc", "UNIX socket"), ("-device virtio-blk,drive=nope", nil, "no such drive"),
  ]

  @Test("Nothing that people write is dropped without a word", arguments: table.indices)
  func outcome(_ index: Int) throws {
    let (words, key, message) = Self.table[index]
    let (yaml, profile) = try told(words.split(separator: " ").map(String.init))
    let keys = Self.keys(yaml).joined(separator: "\n")
    if let key { #expect(keys.contains(key), "\(words)\n\(yaml)") }
    if let message {
      let lines = profile.losses.map { "\($0.what): \($0.why)" } + profile.own
      #expect(lines.contains { $0.contains(message) }, "\(words)\n\(lines)")
    }
  }
}
