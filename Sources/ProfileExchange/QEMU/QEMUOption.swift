/// One option of a QEMU command line.
struct QEMUOption: Sendable, Equatable {
  /// Without dashes; empty for a word that belongs to no option.
  var name: String
  var value: String?
  /// From 1; 0: it was not in a file.
  var line = 0
  /// Whether a shell would put something in place of it that nobody knows here.
  var isUnknown = false

  var text: String { words.joined(separator: " ") }
  var words: [String] { (name.isEmpty ? [] : ["-\(name)"]) + (value.map { [$0] } ?? []) }

  /// Options that stand alone, of QEMU 2 to 10.
  private static let flags: Set<String> = [
    "enable-kvm", "no-kvm", "nographic", "nodefaults", "no-user-config", "nouserconfig", "snapshot", "no-reboot",
    "no-shutdown", "S", "s", "usb", "daemonize", "full-screen", "no-acpi", "no-hpet", "curses", "win2k-hack",
    "no-fd-bootchk", "portrait", "preconfig", "only-migratable", "no-quit", "no-frame", "alt-grab", "ctrl-grab",
    "enable-fips", "h", "help", "version", "semihosting", "old-param", "xen-attach", "xen-domid-restrict",
    "singlestep", "async-teardown", "mem-prealloc", "sdl", "audio-help", "enable-sync-profile", "localtime", "std-vga",
    "tdf",
  ]

  /// Options with a value, whatever it begins with.
  private static let valued: Set<String> = [
    "machine", "M", "cpu", "accel", "smp", "numa", "add-fd", "set", "global", "boot", "m", "mem-path", "k", "audio",
    "audiodev", "device", "name", "uuid", "fda", "fdb", "hda", "hdb", "hdc", "hdd", "cdrom", "blockdev", "drive",
    "mtdblock", "sd", "fsdev", "virtfs", "iscsi", "usbdevice", "display", "spice", "rotate", "vga", "vnc", "acpitable",
    "smbios", "netdev", "nic", "net", "chardev", "tpmdev", "bios", "pflash", "kernel", "append", "initrd", "dtb",
    "compat", "fw_cfg", "serial", "parallel", "monitor", "qmp", "qmp-pretty", "mon", "debugcon", "pidfile",
    "overcommit", "gdb", "d", "D", "dfilter", "seed", "L", "xen-domid", "action", "loadvm", "option-rom", "rtc",
    "icount", "watchdog", "watchdog-action", "echr", "incoming", "chroot", "runas", "sandbox", "readconfig",
    "writeconfig", "trace", "plugin", "msg", "dump-vmstate", "object", "balloon", "semihosting-config", "prom-env",
    "soundhw", "g", "run-with", "shim", "tb-size", "virtioconsole", "bt", "redir", "tftp", "smb", "bootp",
  ]

  /// Nil: no QEMU that is known here has it.
  static func takesValue(_ name: String) -> Bool? {
    valued.contains(name) ? true : flags.contains(name) ? false : nil
  }

  /// Cuts the words after the program's name. A word that belongs to no option is a disk, which has no name here.
  static func list(_ words: ArraySlice<ShellWord>) -> [QEMUOption] {
    var options: [QEMUOption] = []
    var rest = words
    while let word = rest.popFirst() {
      guard word.text.hasPrefix("-"), word.text.count > 1 else {
        options.append(QEMUOption(name: "", value: word.text, line: word.line, isUnknown: word.expands))
        continue
      }
      // QEMU takes one dash or two.
      let name = String(word.text.dropFirst(word.text.hasPrefix("--") ? 2 : 1))
      var option = QEMUOption(name: name, line: word.line)
      let takes = takesValue(name)
      if let next = rest.first, takes ?? (next.text == "-" || !next.text.hasPrefix("-")) {
        option.value = next.text
        option.isUnknown = next.expands
        rest.removeFirst()
      }
      options.append(option)
    }
    return options
  }
}
