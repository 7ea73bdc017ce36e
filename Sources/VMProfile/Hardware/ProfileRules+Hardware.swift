internal import Wording

/// The rules of what a machine starts from, and of what it has beside its own disk.
extension ProfileRules {
  mutating func checkHardware(_ draft: ProfileDraft) {
    checkBoot(draft)
    checkFirmware(draft)
    checkDiffer("name", of: "disk", (draft.disks ?? []).compactMap(\.name))
    checkDiffer("tag", of: "share", (draft.shares ?? []).compactMap(\.tag))
    checkDiffer("mount", of: "share", (draft.shares ?? []).compactMap(\.mount))
    for share in draft.shares ?? [] {
      guard let driver = share.driver, driver.value == .virtiofs, share.isReadOnly?.value == true else { continue }
      report(
        driver.location,
        "'driver' is 'virtiofs', whose daemon may be unable to refuse writing: a share with "
          + "'readonly' goes by 9p")
    }
    checkArguments(draft)
  }

  private mutating func checkBoot(_ draft: ProfileDraft) {
    let has = draft.writtenKeys.contains
    if let start = draft.start, !has("image"), !has("cdrom"), !has("kernel") {
      report(start, "'image' is missing: expected \(ImageReference.expectation)")
    }
    if let initrd = draft.initrd, !has("kernel") {
      report(initrd.location, "'initrd' needs 'kernel': an image that brings a kernel brings its initrd, too")
    }
    if let append = draft.append, !has("kernel"), !has("image") {
      report(append.location, "'append' needs 'kernel', whose command line it is")
    }
    guard let boot = draft.boot else { return }
    switch boot.value {
    case .kernel:
      guard !has("kernel"), !has("image") else { return }
      report(boot.location, "'boot' is 'kernel', and there is none: add 'kernel'")
    case .disk where !has("image") && !has("disk"):
      report(boot.location, "'boot' is 'disk', and the machine has none of its own: add 'image', or 'disk'")
    case .cdrom where !has("cdrom"):
      report(boot.location, "'boot' is 'cdrom', and there is none: add 'cdrom', the path of an ISO file")
    case .disk, .cdrom:
      for (key, location) in [("kernel", draft.kernel?.location), ("append", draft.append?.location)] {
        guard let location else { continue }
        report(location, "'\(key)' is of no use, as 'boot' is '\(boot.value.rawValue)': leave one of them out")
      }
    }
  }

  private mutating func checkFirmware(_ draft: ProfileDraft) {
    guard let firmware = draft.firmware else { return }
    switch firmware.value {
    case .bios:
      guard let arch = draft.arch?.value, arch != .x86_64 else { return }
      report(firmware.location, "'firmware' is 'bios', which \(arch.rawValue) does not have: expected uefi")
    case .uefi:
      guard draft.machine?.value == .microvm else { return }
      report(firmware.location, "'firmware' is 'uefi', which board 'microvm' does not have: use q35 or pc")
    }
  }

  private mutating func checkDiffer<Value: Hashable & CustomStringConvertible>(
    _ key: String, of noun: String, _ values: [Placed<Value>]
  ) {
    var seen: [Value: SourceLocation] = [:]
    for value in values {
      if let first = seen[value.value] {
        report(value.location, "'\(key)' is '\(value.value)', which another \(noun) has already (\(first))")
      } else {
        seen[value.value] = value.location
      }
    }
  }

  private mutating func checkArguments(_ draft: ProfileDraft) {
    guard let first = draft.qemuArguments.first else { return }
    // Without the first word that was written, which was refused, nothing can be said of the next.
    if first.location == draft.qemuArgumentsStart, !first.value.hasPrefix("-") {
      report(
        first.location,
        "'qemu_arguments' begins with '\(Excerpt.of(first.value))': the first word is an option, which begins with '-'")
    }
    guard draft.qemuArguments.count > ProfileSchema.maximumQEMUArguments else { return }
    report(
      first.location,
      "'qemu_arguments' has \(draft.qemuArguments.count) words: at most \(ProfileSchema.maximumQEMUArguments) are taken"
    )
  }
}
