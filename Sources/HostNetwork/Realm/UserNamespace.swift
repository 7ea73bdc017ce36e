internal import GLib
internal import Glibc
internal import HostTool

/// The user and network namespace that an ordinary user's networks are in (user_namespaces(7)).
///
/// A process that only sleeps holds it. Inside, the user is root: bridges, TAPs, servers and named namespaces need no
/// privilege on the host, and the kernel removes them all with the last process inside.
extension NetworkRealm {
  /// Makes the namespace when it is not there. The caller holds the realm's lock.
  func ensureNamespace() async throws(HostNetworkError) {
    guard isRootless, holder == nil else { return }
    // Of a namespace whose holder was ended.
    await Self.end(wayOutFile)
    // The mount lets ip-netns(8) keep names in /run, which belongs to the host's root.
    let script =
      "mount -t tmpfs -o mode=755 tmpfs /run && ip link set dev lo up && : >/run/ready && exec sleep infinity"
    let words = [
      try Self.path(of: "unshare"), "--user", "--map-root-user", "--net", "--mount", "--", "/bin/sh", "-c", script,
    ]
    let log = "\(folder)/namespace.log"
    let pid = try Self.spawn(words, record: holderFile, log: log)
    let deadline = ContinuousClock.now + .seconds(10)
    while !Folder.exists("/proc/\(pid)/root/run/ready") {
      guard holder != nil, ContinuousClock.now < deadline else {
        throw HostNetworkError(.unavailable, Self.refusal(DurableFile.text(log) ?? ""))
      }
      try? await Task.sleep(for: .milliseconds(2))
    }
  }

  /// Why the kernel makes no user namespace, and what changes that.
  static func refusal(_ said: String) -> String {
    let value = { (name: String) in DurableFile.text("/proc/sys/\(name)")?.trimmingSpaces }
    let start = "networks without root need a user namespace, and the kernel makes none"
    if value("kernel/unprivileged_userns_clone") == "0" {
      return "\(start): an administrator allows them with `sysctl -w kernel.unprivileged_userns_clone=1`"
    }
    if value("kernel/apparmor_restrict_unprivileged_userns") == "1" {
      return "\(start), as AppArmor restricts them: an administrator allows them with "
        + "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`"
    }
    if value("user/max_user_namespaces") == "0" {
      return "\(start): an administrator allows them with `sysctl -w user.max_user_namespaces=1000`"
    }
    let detail = said.split(whereSeparator: \.isNewline).last.map { " (\($0))" } ?? ""
    return "\(start)\(detail): containers often forbid it; run vmrun outside of the container, or as root"
  }

  /// Ends the namespace when no network is left in it. The caller holds the realm's lock.
  func releaseNamespace() async {
    guard isRootless, networkNames().isEmpty else { return }
    await Self.end(wayOutFile)
    await Self.end(holderFile)
    unlink("\(folder)/namespace.log")
  }

  /// The names of all networks on record.
  package func networkNames() -> [String] {
    Folder.names(in: folder).compactMap { name in
      guard name.hasPrefix("network-"), name.hasSuffix(".json") else { return nil }
      return String(name.dropFirst("network-".count).dropLast(".json".count))
    }
  }

  /// Starts a program that outlives vmrun.
  ///
  /// - Parameter record: the file that it leaves its `/proc/PID/stat` in before it runs.
  /// - Returns: its process id.
  static func spawn(_ words: [String], record: String, log: String) throws(HostNetworkError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    let recordDescriptor = open(record, flags, 0o600)
    let logDescriptor = open(log, flags | O_APPEND, 0o600)
    defer {
      close(recordDescriptor)
      close(logDescriptor)
    }
    guard recordDescriptor >= 0, logDescriptor >= 0 else {
      throw HostNetworkError(.failed, "cannot write \(record): \(String(cString: strerror(errno)))")
    }
    var child = ChildProcess(arguments: words)
    child.standardOutput = logDescriptor
    child.standardError = logDescriptor
    child.record = recordDescriptor
    child.newSession = true
    do { return try child.start() } catch { throw HostNetworkError(.unavailable, "cannot start \(words[0]): \(error)") }
  }

  /// Ends the process that a file names, if it still runs, and removes the file.
  static func end(_ file: String) async {
    // Its starter may have been killed a moment ago: the process still writes itself down.
    let deadline = ContinuousClock.now + .milliseconds(200)
    while DurableFile.text(file)?.isEmpty == true, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(5))
    }
    // A guard that does its work undoes itself, too.
    if let stat = DurableFile.text(file), let handle = ProcessIdentity(stat: stat)?.handle, handle.pid != getpid() {
      handle.send(signal: SIGTERM)
      if !(await handle.waitForEnd(timeout: .seconds(2))) {
        handle.send(signal: SIGKILL)
        _ = await handle.waitForEnd(timeout: .seconds(2))
      }
    }
    unlink(file)
  }
}
