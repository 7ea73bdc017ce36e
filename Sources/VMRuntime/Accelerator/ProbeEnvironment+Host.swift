internal import GLib
internal import Glibc
internal import VMProfile

extension ProbeEnvironment {
  /// This machine, this process.
  static let host = ProbeEnvironment(
    device: "/dev/kvm", architecture: hostArchitecture,
    cpuInfo: { DurableFile.text("/proc/cpuinfo", limit: 4 << 20) },
    kernelHasKVM: { access("/sys/class/misc/kvm", F_OK) == 0 },
    status: { DeviceStatus(path: $0) },
    open: { openDevice($0) },
    user: { currentUser() },
    group: { group($0) },
    measure: { device in
      let outcome = KVMTrial.run(device: device)
      return outcome == .ran ? .works : .trial(outcome)
    })

  private static var hostArchitecture: Architecture {
    #if arch(arm64)
      .aarch64
    #elseif arch(riscv64)
      .riscv64
    #else
      .x86_64
    #endif
  }

  static func openDevice(_ path: String) -> Result<CInt, OpenError> {
    // Without O_NONBLOCK a fifo of that name would keep the probe waiting.
    let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    return descriptor < 0 ? .failure(OpenError(errno: errno)) : .success(descriptor)
  }

  private static func currentUser() -> User {
    let id = geteuid()
    var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
    let count = getgroups(CInt(groups.count), &groups)
    let session = Set(groups.prefix(max(0, Int(count)))).union([getegid()])
    return withDatabase(
      passwd.self,
      { entry, buffer, size, result in
        getpwuid_r(id, entry, buffer, size, result)
      },
      { entry in
        User(id: id, name: String(cString: entry.pw_name), primaryGroup: entry.pw_gid, sessionGroups: session)
      }) ?? User(id: id, name: String(id), primaryGroup: nil, sessionGroups: session)
  }

  private static func group(_ id: UInt32) -> Group? {
    withDatabase(
      Glibc.group.self,
      { entry, buffer, size, result in
        getgrgid_r(id, entry, buffer, size, result)
      },
      { entry in
        var members: Set<String> = []
        var member = entry.gr_mem
        while let name = member?.pointee {
          members.insert(String(cString: name))
          member = member?.advanced(by: 1)
        }
        return Group(name: String(cString: entry.gr_name), members: members)
      })
  }

  /// Calls one of the `get…_r` functions with a buffer that grows until the entry fits: the group of a
  /// large site can have thousands of members.
  private static func withDatabase<Entry, Value>(
    _ type: Entry.Type,
    _ lookUp: (
      UnsafeMutablePointer<Entry>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>
    ) -> CInt,
    _ read: (Entry) -> Value
  ) -> Value? {
    for size in [1 << 12, 1 << 16, 1 << 20] {
      let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
      let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      defer {
        entry.deallocate()
        buffer.deallocate()
      }
      var result: UnsafeMutablePointer<Entry>?
      let error = lookUp(entry, buffer, size, &result)
      if error != ERANGE { return result.map { read($0.pointee) } }
    }
    return nil
  }
}
