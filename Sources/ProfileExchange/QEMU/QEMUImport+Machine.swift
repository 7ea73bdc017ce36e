internal import VMProfile

extension QEMUImport {
  mutating func readMemory(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "size")
    result.setMemory(QEMUSize.bytes(values["size"] ?? "", unit: "M"), option.text, line: option.line)
    loseOthers(values, than: ["size"], of: option)
  }

  mutating func readProcessors(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "cpus")
    let topology = ["sockets", "dies", "clusters", "cores", "threads"]
    let product = topology.compactMap { values[$0].flatMap(Int.init) }.filter { (1...255).contains($0) }.reduce(1, *)
    result.setCPUs(values["cpus"] ?? String(product), option.text, line: option.line)
    // Guests are told of single-threaded cores either way.
    let isFlat = (values["threads"] ?? "1") == "1"
    loseOthers(
      values, than: Set(["cpus"] + (isFlat ? topology : ["sockets", "dies", "clusters", "cores"])), of: option,
      "the machine has \(result.smp ?? 1) CPUs, each a core of its own")
  }

  mutating func readProcessor(_ option: QEMUOption) {
    // What vmrun chooses under TCG, features and all.
    if ["max,la57=off", "max,pauth-impdef=on"].contains(value(option)) {
      processor = option
      return
    }
    let parts = value(option).split(separator: ",", maxSplits: 1).map(String.init)
    guard let model = parts.first else { return lose(option, "it is no name of a CPU model") }
    processor = nil
    if parts.count == 2 { result.lose("-cpu …,\(parts[1])", line: option.line, "a profile has the model alone") }
    // vmrun's `auto` is the host's own CPU under KVM.
    if model == "host" { has(option, "-cpu host") } else { result.setCPU(model, option.text, line: option.line) }
  }

  /// What is known only when all options are.
  mutating func settleMachine() {
    if result.machine == nil, !hasBoard, result.arch == .x86_64 {
      result.machine = .pc
      result.remark("machine", "QEMU's own choice, since the source names no board: q35 is the newer one")
    }
    // `auto` is what it says only under the accelerator that it was chosen for.
    guard let option = processor else { return }
    if result.accelerator == .tcg { return has(option) }
    let parts = value(option).split(separator: ",", maxSplits: 1).map(String.init)
    result.lose("-cpu …,\(parts[1])", line: option.line, "a profile has the model alone")
    result.setCPU(parts[0], option.text, line: option.line)
  }

  mutating func readBoard(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "type")
    if let type = values["type"] {
      hasBoard = true
      result.setMachine(type, option.text, line: option.line)
    }
    if let accelerator = values["accel"] { accelerate(accelerator, option) }
    // What vmrun's boards have.
    let own = ["vmport": "off", "pit": "on", "pic": "on", "rtc": "on", "gic-version": "max"]
    let same = own.filter { values[$0.key] == $0.value }
    for (key, value) in same.sorted(by: { $0.key < $1.key }) { has(option, "-machine \(key)=\(value)") }
    flashes = ["pflash0", "pflash1"].compactMap { values[$0] }
    loseOthers(values, than: Set(["type", "accel", "pflash0", "pflash1"] + same.keys), of: option)
  }

  mutating func readAccelerator(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "accel")
    accelerate(values["accel"] ?? "", option)
    let isOwn = values["tb-size"] == "256"
    if isOwn { has(option, "-accel tb-size=256") }
    loseOthers(values, than: Set(["accel"] + (isOwn ? ["tb-size"] : [])), of: option)
  }

  private mutating func accelerate(_ text: String, _ option: QEMUOption) {
    let names = text.split(separator: ":").map(String.init)
    let before = result.accelerator
    switch (names.contains("kvm"), names.contains("tcg")) {
    case (true, true): result.accelerator = .auto
    case (true, false): result.accelerator = before == .tcg ? .auto : .kvm
    // A second `-accel` is what QEMU takes when the first does not work.
    case (false, true): result.accelerator = before == .kvm ? .auto : .tcg
    case (false, false): lose(option, "vmrun has KVM and TCG")
    }
  }

  mutating func readFirmware(_ file: String, _ option: QEMUOption) {
    let name = file.split(separator: "/").last.map { $0.lowercased() } ?? ""
    let words = ["ovmf", "edk2", "aavmf", "qemu_efi", "uefi", "efi"]
    guard words.contains(where: name.contains) || file.lowercased().contains("/ovmf") else {
      return lose(option, "vmrun has BIOS, and UEFI by the host's own firmware")
    }
    if name.contains("secboot") || name.contains(".ms.") {
      result.lose(file, line: option.line, "vmrun starts UEFI without Secure Boot")
    }
    result.isUEFI = true
  }

  /// Makes relative paths start at the script's folder.
  mutating func place(in folder: String) {
    for index in result.disks.indices {
      result.disks[index].file = ScriptPath.joined(folder, result.disks[index].file)
    }
    for index in result.shares.indices {
      result.shares[index].path = ScriptPath.joined(folder, result.shares[index].path)
    }
    for path in [\ImportedProfile.cdrom, \.kernel, \.initrd] {
      result[keyPath: path] = result[keyPath: path].map { ScriptPath.joined(folder, $0) }
    }
    guard let script else { return }
    tellFolder(script)
    let seed = "vmrun makes the machine's seed by itself: what cloud-init is told belongs under `cloud_init`"
    if let file = result.cdrom, script.files[ScriptPath.normal(file)] == .seed {
      result.lose(file, line: result.cdromLine, seed)
      result.cdrom = nil
    }
    for index in result.disks.indices.reversed() {
      let file = result.disks[index].file
      switch script.files[ScriptPath.normal(file)] {
      case .seed:
        result.lose(file, line: result.disks[index].line, seed)
        result.disks.remove(at: index)
      case .disk(let base, let size): (result.disks[index].base, result.disks[index].size) = (base, size)
      case nil: break
      }
    }
  }

  /// A script without a word on its own folder has its files where somebody runs it.
  private mutating func tellFolder(_ script: ShellScript) {
    guard !script.namesFolder else { return }
    let files = result.disks.map { ($0.file, $0.line) } + [(result.cdrom ?? "/", result.cdromLine)]
    guard let (file, line) = files.first(where: { file, _ in !"/~$`".contains(file.first ?? "/") }) else { return }
    result.lose(
      file, line: line, "the folder that the script is run in is taken to be the one that it is in", kind: .read)
  }
}
