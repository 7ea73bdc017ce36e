internal import DiskImage
internal import GLib
internal import Glibc
internal import HostNetwork
internal import HostTool
internal import QEMU
internal import VMProfile

extension VMHost {
  /// Looks at everything that a start needs; changes nothing.
  public func doctor() async -> DoctorReport {
    let verdict = AcceleratorCache(directory: directories.cache).verdict(of: AcceleratorProbe())
    var checks = [await qemuCheck()]
    checks += [
      toolCheck("qemu-img", purpose: "makes the machines' disks", ifMissing: .fail),
      acceleratorCheck(verdict), memoryCheck(), diskCheck(), socketCheck(),
      toolCheck("ssh", purpose: "reaches the guests", ifMissing: .warn),
      toolCheck("ssh-keygen", purpose: "makes the keys of user and guests", ifMissing: .fail),
      toolCheck(
        "xorrisofs", purpose: "writes the cloud-init seed", ifMissing: .fail, alternatives: ["genisoimage", "mkisofs"]),
      imageCheck(),
    ]
    checks += await NetworkDoctor(networks).findings().map { finding in
      // Machines on user networking need none of it.
      DoctorCheck(
        id: finding.id, status: finding.isFine ? .ok : .warn, message: finding.message, fix: finding.fix)
    }
    switch verdict {
    case .kvm: return DoctorReport(accelerator: "kvm", acceleratorReason: "KVM runs guests here", checks: checks)
    case .tcg(let reason): return DoctorReport(accelerator: "tcg", acceleratorReason: reason, checks: checks)
    }
  }

  private func qemuCheck() async -> DoctorCheck {
    do {
      let qemu = try await QEMUBinary.load(.host, cache: directories.cache)
      let version = qemu.capabilities.version
      return DoctorCheck(id: "qemu", status: .ok, message: "QEMU \(version) at \(qemu.path)", fix: nil)
    } catch {
      return DoctorCheck(
        id: "qemu", status: .fail, message: error.message, fix: "install QEMU \(QEMUVersion.minimum) or newer")
    }
  }

  private func acceleratorCheck(_ verdict: AcceleratorVerdict) -> DoctorCheck {
    switch verdict {
    case .kvm: DoctorCheck(id: "kvm", status: .ok, message: "KVM runs guests here", fix: nil)
    case .tcg(let reason):
      DoctorCheck(
        id: "kvm", status: .warn, message: "guests run under TCG, which is slower: \(reason)",
        fix: "nothing needs to be done; guests work under TCG")
    }
  }

  private func toolCheck(
    _ name: String, purpose: String, ifMissing: DoctorCheck.Status, alternatives: [String] = []
  ) -> DoctorCheck {
    if let path = ([name] + alternatives).lazy.compactMap({ HostTool.find($0) }).first {
      return DoctorCheck(id: name, status: .ok, message: "\(path) \(purpose)", fix: nil)
    }
    let fix = HostTool.debianPackage(of: name).map { "install the package \($0)" } ?? "install \(name)"
    return DoctorCheck(id: name, status: ifMissing, message: "\(name) is missing; it \(purpose)", fix: fix)
  }

  private func memoryCheck() -> DoctorCheck {
    let text = DurableFile.text("/proc/meminfo") ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ UInt64($0) }) else {
      return DoctorCheck(
        id: "memory", status: .warn, message: "the kernel does not tell how much memory is free", fix: nil)
    }
    let free = Self.rounded(kibibytes << 10)
    guard kibibytes >= 768 << 10 else {
      return DoctorCheck(
        id: "memory", status: .warn, message: "only \(free) of memory is available",
        fix: "stop other programs, or give machines less `memory`")
    }
    return DoctorCheck(id: "memory", status: .ok, message: "\(free) of memory is available", fix: nil)
  }

  private func diskCheck() -> DoctorCheck {
    // The folder may not exist yet; its nearest parent is on the same disk.
    var folder = directories.data
    while !Folder.exists(folder), folder.count > 1 { folder = Folder.parent(of: folder) }
    var status = statvfs()
    guard statvfs(folder.isEmpty ? "/" : folder, &status) == 0 else {
      return DoctorCheck(
        id: "disk", status: .warn, message: "cannot tell how much space is free in \(folder)", fix: nil)
    }
    let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    let text = "\(Self.rounded(free)) is free in \(directories.data)"
    guard free >= 1 << 30 else {
      return DoctorCheck(
        id: "disk", status: free < 100 << 20 ? .fail : .warn, message: "only \(text)",
        fix: "free some space, or set XDG_DATA_HOME and XDG_STATE_HOME to a larger disk")
    }
    return DoctorCheck(id: "disk", status: .ok, message: text, fix: nil)
  }

  /// Whole gibibytes where there are several, else whole mebibytes.
  static func rounded(_ bytes: UInt64) -> ByteSize {
    let shift: UInt64 = bytes >= 8 << 30 ? 30 : 20
    return ByteSize(bytes: (bytes >> shift) << shift)
  }

  private func socketCheck() -> DoctorCheck {
    do throws(GLibError) {
      try PrivateDirectory.ensure(directories.sockets)
      return DoctorCheck(id: "sockets", status: .ok, message: "\(directories.sockets) is private", fix: nil)
    } catch {
      return DoctorCheck(
        id: "sockets", status: .fail, message: error.message, fix: "set XDG_RUNTIME_DIR to a folder of yours")
    }
  }

  private func imageCheck() -> DoctorCheck {
    let built = (try? ImageFinder(directories: directories).store.lookup("tiny", .host)) ?? nil
    guard built != nil else {
      return DoctorCheck(
        id: "image", status: .warn, message: "the image 'tiny' is not built yet", fix: "run `vmrun image build tiny`")
    }
    return DoctorCheck(id: "image", status: .ok, message: "the image 'tiny' is built", fix: nil)
  }
}
