internal import VMProfile
internal import Wording

extension ImportedProfile {
  /// The profile's text. What is to be looked at has a comment above it, and what was lost stands at the top.
  ///
  /// - Parameters:
  ///   - source: the file as the first line names it.
  ///   - paths: from the source's folder to the profile's.
  ///   - isThere: whether a file of the host is there, by its path in the profile.
  package func yaml(source: String, paths: ImportedPath, isThere: @escaping (String) -> Bool) -> String {
    var lines = ["# Imported from \(Excerpt.of(source)). A line that begins with 'look:' is for you to judge."]
    for (kind, title) in [
      (ImportLoss.Kind.lost, "# Not carried over:"), (.read, "# Read so, and perhaps meant otherwise:"),
    ] {
      let told = losses.filter { $0.kind == kind }
      guard !told.isEmpty else { continue }
      lines.append(title)
      // What comes from the file is on one line and without characters that end one.
      lines += told.map { "#   \($0.line > 0 ? "line \($0.line): " : "")\($0.what): \($0.why)" }
    }
    if !own.isEmpty {
      lines.append("# Every machine of vmrun has this anyway:")
      lines += own.map { "#   \($0)" }
    }
    var writer = ProfileWriter(profile: self, paths: paths, isThere: isThere, lines: lines)
    writer.write()
    return writer.lines.joined(separator: "\n") + "\n"
  }
}

/// Writes the keys in the order in which people read them.
private struct ProfileWriter {
  let profile: ImportedProfile
  let paths: ImportedPath
  let isThere: (String) -> Bool
  var lines: [String]
  /// Of comments, within a list.
  private var indentation = ""

  init(profile: ImportedProfile, paths: ImportedPath, isThere: @escaping (String) -> Bool, lines: [String]) {
    self.profile = profile
    self.paths = paths
    self.isThere = isThere
    self.lines = lines
  }

  mutating func write() {
    key("description", profile.description.map(ProfileScalar.text))
    writeImage()
    key("arch", profile.arch?.rawValue)
    key("machine", profile.machine?.rawValue)
    key("accelerator", profile.accelerator?.rawValue)
    key("cpu", profile.cpu.map(ProfileScalar.text))
    key("smp", profile.smp.map { "\($0)" })
    key("memory", profile.memory.map { "\($0)" })
    key("firmware", profile.isUEFI == true ? "uefi" : nil)
    writeFile("kernel", profile.kernel)
    writeFile("initrd", profile.initrd)
    key("append", profile.append.map(ProfileScalar.quoted))
    writeDisks()
    writeFile("cdrom", profile.cdrom)
    if profile.startsFromCD, profile.cdrom != nil, profile.kernel == nil { key("boot", "cdrom") }
    writeShares()
    writeCards()
    key("display", profile.display?.rawValue)
    writeArguments()
  }

  private mutating func look(_ text: String) { lines.append("\(indentation)# look: \(SafeLine.of(text))") }

  private mutating func key(_ name: String, _ value: String?) {
    guard let value else { return }
    for remark in profile.remarks[name] ?? [] { look(remark) }
    lines.append("\(name): \(value)")
  }

  /// A path of the host, with what is to be said of it.
  private mutating func path(_ path: String) -> String {
    let moved = paths.moved(path)
    if moved.contains("$") || moved.contains("~") || moved.contains("`") {
      look("nothing is put in place of $, ` and ~: write the path")
      return moved.hasPrefix("/") || moved.hasPrefix(".") ? moved : "./" + moved
    }
    if moved.hasPrefix("/") { look("a path of this host: your colleagues may have it elsewhere") }
    return moved
  }

  private mutating func writeFile(_ name: String, _ file: String?) {
    guard let file else { return }
    let path = path(file)
    key(name, ProfileScalar.text(path))
  }

  private mutating func writeImage() {
    guard let image = profile.image else {
      if profile.bootsOtherwise { return key("disk", profile.diskSize.map { "\($0)" }) }
      look("the source has no disk: name an image, or add a `cdrom` or a `kernel`")
      return lines.append("image: ./disk.qcow2")
    }
    for remark in image.remarks { look(remark) }
    let isMissing = image.isLeftOut || isMissing(image.file)
    if isMissing, image.base != nil || image.size != nil { return writeMadeImage(image) }
    if isMissing, profile.cdrom != nil {
      look("\(Excerpt.of(image.file)) is not there yet: the machine gets an empty disk, and starts from the CD")
      return key("disk", "\(profile.diskSize ?? ByteSize(bytes: 16 << 30))")
    }
    if isMissing { look("the file is not there") }
    lines.append("# The file stays as it is: the machine writes to a disk of its own on top of it.")
    let path = path(image.file)
    key("image", ProfileScalar.text(path))
    key("disk", profile.diskSize.map { "\($0)" })
  }

  /// A disk that the source makes at the first start, and that is not made yet.
  private mutating func writeMadeImage(_ image: ImportedDisk) {
    if let name = image.baseName {
      key("image", ProfileScalar.text(name))
    } else if let base = image.base {
      if self.isMissing(base) { look("the file is not there") }
      let path = path(base)
      key("image", ProfileScalar.text(path))
    } else if !profile.bootsOtherwise {
      look("the source has an empty disk, and nothing to start from: name an image, or add a `cdrom` or a `kernel`")
      lines.append("image: ./disk.qcow2")
    }
    key("disk", image.size.map { "\($0)" })
  }

  private func isMissing(_ file: String) -> Bool {
    !file.contains("$") && !file.hasPrefix("~") && !isThere(paths.moved(file))
  }

  private mutating func writeDisks() {
    var others = profile.disks
    if let image = profile.image, let index = others.firstIndex(of: image) { others.remove(at: index) }
    guard !others.isEmpty else { return }
    lines.append("disks:")
    indentation = "  "
    defer { indentation = "" }
    for (index, disk) in others.enumerated() {
      let name = disk.name.map { ProfileScalar.text("\($0)") } ?? "disk\(index + 1)"
      for remark in disk.remarks { look(remark) }
      if disk.isLeftOut || isMissing(disk.file), let size = disk.size, disk.base == nil {
        lines += ["  - name: \(name)", "    size: \(size)"]
        continue
      }
      if isMissing(disk.file) { look("the file is not there") }
      if disk.format == nil { look("without `format: raw` it has to be a qcow2") }
      if !disk.isReadOnly { look("the machine writes to this file") }
      let path = path(disk.file)
      lines.append("  - name: \(name)")
      lines.append("    file: \(ProfileScalar.text(path))")
      if let format = disk.format { lines.append("    format: \(format)") }
      if disk.isReadOnly { lines.append("    readonly: true") }
    }
  }

  private mutating func writeShares() {
    guard !profile.shares.isEmpty else { return }
    lines.append("shares:")
    indentation = "  "
    defer { indentation = "" }
    for share in profile.shares {
      look("the guest sees this folder\(share.isReadOnly ? "" : ", and writes to it")")
      let path = path(share.path)
      lines.append("  - path: \(ProfileScalar.text(path))")
      lines.append("    tag: \(ProfileScalar.text(share.tag))")
      if share.isReadOnly { lines.append("    readonly: true") }
      if let driver = share.driver { lines.append("    driver: \(driver.rawValue)") }
    }
  }

  private mutating func writeCards() {
    guard let cards = profile.nics else { return }
    for remark in profile.remarks["nics"] ?? [] { look(remark) }
    lines.append(cards.isEmpty ? "nics: []" : "nics:")
    for card in cards {
      for remark in card.remarks { lines.append("  # look: \(SafeLine.of(remark))") }
      lines += NICText.block(card.nic).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
    }
  }

  private mutating func writeArguments() {
    guard !profile.qemuArguments.isEmpty else { return }
    lines.append("# look: the source has these words for QEMU, too. They can reach all of this host that you can: take")
    lines.append("# those into use that you know.")
    lines.append("# qemu_arguments:")
    lines += profile.qemuArguments.map { "#   - \(ProfileScalar.quoted($0))" }
  }
}
