extension Profile {
  /// What the rules about hardware look at, for a profile that a program made.
  func addHardware(to draft: inout ProfileDraft) {
    draft.start = place("image")
    func placed<Value>(_ value: Value?, _ path: String) -> Placed<Value>? {
      value.map { Placed(value: $0, location: place(path)) }
    }
    draft.image = placed(image, "image")
    draft.disk = placed(disk, "disk")
    draft.firmware = placed(firmware, "firmware")
    draft.boot = placed(boot, "boot")
    draft.kernel = placed(kernel, "kernel")
    draft.initrd = placed(initrd, "initrd")
    draft.append = placed(append, "append")
    draft.cdrom = placed(cdrom, "cdrom")
    draft.disks = disks.enumerated().map { index, disk in
      DiskDraft(name: placed(disk.name, "disks[\(index)].name"), source: disk.source)
    }
    draft.shares = shares.enumerated().map { index, share in
      let path = "shares[\(index)]"
      return ShareDraft(
        path: placed(share.path, "\(path).path"), tag: placed(share.tag, "\(path).tag"),
        mount: placed(share.mount, "\(path).mount"), isReadOnly: placed(share.isReadOnly, "\(path).readonly"),
        driver: placed(share.driver, "\(path).driver"))
    }
    draft.qemuArguments = qemuArguments.enumerated().map {
      Placed(value: $1, location: place("qemu_arguments[\($0)]"))
    }
    draft.qemuArgumentsStart = draft.qemuArguments.first?.location
    draft.writtenKeys = Set(
      [("image", image != nil), ("disk", disk != nil), ("kernel", kernel != nil), ("cdrom", cdrom != nil)]
        .filter(\.1).map(\.0))
  }
}
