/// Finds QEMU's program among the words of a command.
enum QEMUProgram {
  static let prefix = "qemu-system-"

  static func isOne(_ word: String) -> Bool {
    let name = word.split(separator: "/").last.map(String.init) ?? ""
    return name.hasPrefix(prefix) || name == "qemu-kvm" || name == "kvm"
  }

  /// Programs that run another one.
  private static let runners: Set<String> = [
    "exec", "sudo", "doas", "pkexec", "env", "nohup", "nice", "ionice", "time", "command", "taskset", "setsid",
    "systemd-run", "systemd-inhibit", "numactl", "chrt", "stdbuf", "timeout", "unshare", "strace", "gdb", "xvfb-run",
  ]

  /// Where the command begins behind assignments and programs that run it.
  static func start(of words: [ShellWord]) -> Int {
    var (index, isRun) = (0, false)
    while index < words.count {
      let word = words[index]
      if word.assignment != nil {
        index += 1
      } else if runners.contains(word.text) {
        (index, isRun) = (index + 1, true)
      } else if isRun, word.text.hasPrefix("-") {
        index += 1
        // The option's value, if it is one.
        if index < words.count - 1, !isOne(words[index].text), !words[index].expands, !words[index].text.hasPrefix("-"),
          !runners.contains(words[index].text), !words[index + 1].text.hasPrefix("-")
        {
          index += 1
        }
      } else if isRun, word.text.first?.isNumber == true {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  /// Whether a command of a program that nobody knows has arguments of QEMU.
  static func mayBe(_ words: [ShellWord]) -> Bool {
    let own: Set = [
      "-m", "-hda", "-drive", "-cdrom", "-kernel", "-netdev", "-nic", "-device", "-enable-kvm", "-smp", "-machine",
      "-M",
      "-nographic", "-display", "-accel", "-cpu", "-blockdev", "-boot",
    ]
    return words.dropFirst().filter { own.contains($0.text) }.count >= 2
  }

  /// Whether it is about QEMU rather than a machine: `--version`, `-device help`.
  static func onlyAsks(_ words: [String]) -> Bool {
    words.count < 2
      || words.dropFirst().contains {
        ["-version", "--version", "-h", "-help", "--help", "help", "?"].contains($0) || $0.hasSuffix(",help")
      }
  }
}
