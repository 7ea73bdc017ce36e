internal import VMProfile

extension ImportedProfile {
  /// Settles what only a look at the disks' files tells, so that vmrun can start the machine, and nothing of what they
  /// hold is left out without a word.
  ///
  /// - Parameter look: what this host knows of a file, by its path in the source.
  package mutating func settleFiles(_ look: (String) -> ImportedFileKind) {
    leaveOutSeeds { file in look(file) == .seed ? "its volume label is cidata: it is a cloud-init seed" : nil }
    let imageIndex = image.flatMap { disks.firstIndex(of: $0) }
    for index in disks.indices {
      let file = disks[index].file
      switch look(file) {
      case .plain, .seed: break
      case .unusable(let why): disks[index].remarks.append("vmrun refuses it as it is: \(why)")
      case .overlay(let base, let size, let rescue):
        guard index == imageIndex else {
          disks[index].remarks.append(
            "vmrun does not follow its backing file \(base.text). One file of both: \(rescue)")
          continue
        }
        disks[index].replace(by: base, size: size)
        let why =
          "its backing file is \(base.text), which vmrun does not follow from there: the profile has that image alone, "
          + "without what the machine wrote to this disk. To keep that: \(rescue), and name the new file as `image`"
        lose(file, line: disks[index].line, why)
        disks[index].remarks.append("\(file): \(why)")
      case .machine(let name, let base, let size, let rescue):
        guard base != nil || size != nil else {
          disks[index].remarks.append("this is a disk of vmrun's own machine '\(name)': name the image below it")
          continue
        }
        // A further disk over a base would have the guest write to that.
        guard index == imageIndex || base == nil else {
          disks[index].remarks.append("this is a disk of vmrun's own machine '\(name)'. A copy of it: \(rescue)")
          continue
        }
        disks[index].replace(by: base, size: size)
        let new = base.map { "a new one on \($0.text)" } ?? "an empty one"
        let why =
          "this is a disk of vmrun's own machine '\(name)': the profile has \(new), without what '\(name)' wrote. "
          + "To keep that, stop '\(name)' and: \(rescue), and name the new file"
        lose(file, line: disks[index].line, why)
        disks[index].remarks.append(why)
      }
    }
    sortLosses()
  }

  /// The disk that the machine starts from is the first that it can write to.
  var image: ImportedDisk? {
    disks.first { !$0.isReadOnly } ?? (bootsOtherwise ? nil : disks.first)
  }

  var bootsOtherwise: Bool { cdrom != nil || kernel != nil }

  /// Whether a read-only disk or a CD is a seed as vmrun and others call it.
  static func isNamedSeed(_ file: String) -> Bool { file.lowercased().hasSuffix("seed.iso") }

  /// - Parameter reason: why a file is a seed; nil: it is none.
  mutating func leaveOutSeeds(_ reason: (String) -> String?) {
    let end = ", and vmrun makes the machine one by itself: what this one says belongs under `cloud_init`"
    if let file = cdrom, let why = reason(file) {
      lose(file, line: cdromLine, why + end)
      (cdrom, startsFromCD) = (nil, false)
    }
    for disk in disks where disk.isReadOnly {
      if let why = reason(disk.file) { lose(disk.file, line: disk.line, why + end) }
    }
    disks.removeAll { $0.isReadOnly && reason($0.file) != nil }
  }
}

extension ImportedDisk {
  fileprivate mutating func replace(by base: ImportedFileKind.Base?, size: ByteSize?) {
    isLeftOut = true
    self.base = base?.path
    baseName = base?.name
    self.size = self.size ?? size
  }
}
