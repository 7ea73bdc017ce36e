package import QEMU
package import VMProfile
internal import Wording

/// A machine as a POSIX shell script that runs the same QEMU without vmrun.
package struct ShellExport {
  /// The names of the machine's files in the folder that the script works in.
  package static func paths(for profile: Profile) -> MachinePaths {
    var paths = MachinePaths(
      overlay: "disk.qcow2", seed: "seed.iso", monitors: [], console: "", consoleLog: "", journal: "", vnc: "vnc.sock")
    if profile.image == nil, profile.disk == nil { paths.overlay = nil }
    paths.variables = "uefi-variables.qcow2"
    for disk in profile.disks {
      if case .made = disk.source { paths.disks[disk.name] = "disk-\(disk.name).qcow2" }
    }
    return paths
  }

  private let exported: ExportedMachine
  private var machine: ResolvedMachine { exported.machine }
  private var notes: [String] = []
  private var steps: [String] = []

  /// - Parameter exported: with the paths above.
  package static func text(_ exported: ExportedMachine) -> ExportedText {
    var export = ShellExport(exported)
    export.plug()
    let text = export.script
    return ExportedText(text: text, notes: export.notes)
  }

  private init(_ exported: ExportedMachine) { self.exported = exported }

  private var script: String {
    let command = ([#"exec "$qemu""#] + words).joined(separator: " \\\n  ")
    let parts = [head, variables, disk, otherDisks, seed, steps.joined(separator: "\n"), command].filter { !$0.isEmpty }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var head: String {
    var lines = [
      "#!/bin/sh", "# \(machine.name)\(exported.profile.description.map { ": " + Excerpt.of($0) } ?? "")", "#",
    ]
    lines += [
      "# Runs this machine with QEMU alone, by the command line that vmrun has for it. The console and QEMU's monitor are",
      "# on this terminal: Ctrl-A C goes from one to the other, Ctrl-A X ends the machine.",
      "# It needs \(tools).",
    ]
    for forward in machine.nics.flatMap(\.attachment.forwards) {
      let port = "\(forward.hostAddress):\(forward.hostPort)"
      lines.append("#   \(port) leads to port \(forward.guestPort)/\(forward.transport.rawValue) of the guest")
    }
    if let ssh = exported.sshForward {
      let key = QEMUCommandLine.quoted(exported.sshKey)
      lines.append("#   ssh -i \(key) -p \(ssh.hostPort) \(Excerpt.of(machine.sshUser))@\(ssh.hostAddress)")
    }
    for note in notes { lines.append("# \(SafeLine.of(note))") }
    lines.append("set -eu")
    let quoted = words + variables.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("here=") }
    if quoted.contains(where: { $0.contains("'") && ($0.contains("$") || $0.contains("`")) }) {
      // The checker takes a dollar sign between single quotes for a mistake.
      lines.insert("# shellcheck disable=SC2016", at: 2)
    }
    return lines.joined(separator: "\n")
  }

  private var tools: String {
    let program = machine.qemuPath.split(separator: "/").last.map(String.init) ?? "qemu-system-\(machine.arch.rawValue)"
    let needed = [program, machine.paths.overlay == nil ? nil : "qemu-img", exported.seed == nil ? nil : "xorrisofs"]
    return Suggestion.list(needed.compactMap(\.self), last: "and")
  }

  private var variables: String {
    var lines = [
      "# The folder with what the machine writes.",
      #"here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"#,
      "folder=${MACHINE_FOLDER:-$here/\(machine.name)}",
      "qemu=\(QEMUCommandLine.quoted(machine.qemuPath))",
    ]
    if let image = exported.image, machine.paths.overlay != nil {
      lines += [
        "# The image below the machine's disk, which is only read.", "image=\(QEMUCommandLine.quoted(image.path))",
      ]
    }
    if let kernel = machine.image.kernel { lines.append("kernel=\(QEMUCommandLine.quoted(kernel))") }
    if let initrd = machine.image.initrd { lines.append("initrd=\(QEMUCommandLine.quoted(initrd))") }
    return (lines + ["", #"mkdir -p -- "$folder""#, #"cd -- "$folder""#]).joined(separator: "\n")
  }

  private var disk: String {
    guard let overlay = machine.paths.overlay else { return "" }
    let size = exported.profile.disk.map { " \($0)" } ?? ""
    let base = exported.image.map { "-F \(QEMUCommandLine.quoted($0.format)) -b \"$image\" " } ?? ""
    return """
      if [ ! -e \(overlay) ]; then
        qemu-img create -q -f qcow2 \(base)\(overlay).new\(size)
        mv \(overlay).new \(overlay)
      fi
      """
  }

  /// The disks that no image is below, and UEFI's variables.
  private var otherDisks: String {
    var parts: [String] = []
    for disk in exported.profile.disks {
      guard case .made(let size) = disk.source, let file = machine.paths.disks[disk.name] else { continue }
      parts.append(
        """
        if [ ! -e \(file) ]; then
          qemu-img create -q -f qcow2 \(file).new \(size)
          mv \(file).new \(file)
        fi
        """)
    }
    if let firmware = machine.firmware, let file = machine.paths.variables {
      let template = QEMUCommandLine.quoted(firmware.template.path)
      parts.append(
        """
        # What UEFI remembers.
        if [ ! -e \(file) ]; then
          qemu-img convert -f \(firmware.template.format) -O qcow2 \(template) \(file).new
          mv \(file).new \(file)
        fi
        """)
    }
    return parts.joined(separator: "\n\n")
  }

  private var seed: String {
    guard let seed = exported.seed, let file = machine.paths.seed else { return "" }
    let files = [("meta-data", seed.metaData), ("user-data", seed.userData), ("network-config", seed.networkConfig)]
    let writes = files.map { name, text in
      let end = Self.delimiter(for: text)
      return "  cat >seed/\(name) <<'\(end)'\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(end)\n"
    }
    return """
      # What cloud-init is told at the first boot. Remove \(file) after a change.
      if [ ! -e \(file) ]; then
        mkdir -p seed
      \(writes.joined())  xorrisofs -quiet -output \(file).new -volid cidata -joliet -rational-rock seed
        mv \(file).new \(file)
      fi
      """
  }

  /// A word that no line of the text is.
  private static func delimiter(for text: String) -> String {
    let lines = Set(text.split(separator: "\n").map(String.init))
    var word = "END"
    while lines.contains(word) { word += "_" }
    return word
  }

  /// QEMU's options, one a line, with the terminal in place of vmrun's sockets.
  private var words: [String] {
    let variables = ["-kernel": "kernel", "-initrd": "initrd"]
    let command = QEMUCommandLine(machine)
    return zip(command.arguments, command.shellOptions).compactMap { argument, words in
      switch (argument.option, argument.value) {
      case ("-chardev", .listener), ("-mon", _): return nil
      case ("-chardev", .text(let text)) where text.hasPrefix("pipe,id=journal"): return nil
      case ("-serial", _): return "-serial mon:stdio"
      default: return variables[argument.option].map { "\(argument.option) \"$\($0)\"" } ?? words
      }
    }
  }

  /// What vmrun would do for the cards before a start.
  private mutating func plug() {
    for nic in machine.nics {
      switch nic.attachment {
      case .passt:
        var line = "passt --quiet --one-off --socket \(nic.netdevID).passt"
        for forward in nic.attachment.forwards {
          let option = forward.transport == .tcp ? "--tcp-ports" : "--udp-ports"
          line += " \(option) \(forward.hostAddress)/\(forward.hostPort):\(forward.guestPort)"
        }
        steps.append("rm -f \(nic.netdevID).passt\n\(line)")
      case .network(let name):
        let bridge = nic.bridge ?? "\(name)"
        notes.append(
          "\(nic.id) is in the network '\(name)': the bridge \(bridge) must be up, and qemu-bridge-helper allowed")
      case .tap(.made(let bridge?)):
        notes.append("\(nic.id) is in the bridge \(bridge): /etc/qemu/bridge.conf must allow it")
      case .tap(.made(nil)): notes.append("\(nic.id) has a TAP that QEMU makes, which needs root")
      case .tap(.existing(let name)):
        notes.append("\(nic.id) has the TAP \(name), which must be there and be this user's")
      case .tap(.scripted(let name, _, _)):
        notes.append("\(nic.id) has the TAP \(name), and runs programs for it as root")
      case .vde(let place): notes.append("\(nic.id) is in a VDE switch: vde_switch -d -s \(Excerpt.of("\(place)"))")
      case .user, .socket, .none: break
      }
    }
  }
}
