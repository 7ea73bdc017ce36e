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
    await RecordedProcess(wayOutFile).end()
    // The mount lets ip-netns(8) keep names in /run, which belongs to the host's root.
    let script =
      "mount -t tmpfs -o mode=755 tmpfs /run && ip link set dev lo up && : >/run/ready && exec sleep infinity"
    let words = [
      try Self.path(of: "unshare"), "--user", "--map-root-user", "--net", "--mount", "--", "/bin/sh", "-c", script,
    ]
    let log = "\(folder)/namespace.log"
    let pid = try RecordedProcess(holderFile).start(words, log: log)
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
    await RecordedProcess(wayOutFile).end()
    await RecordedProcess(holderFile).end()
    unlink("\(folder)/namespace.log")
  }

  /// The names of all networks on record.
  package func networkNames() -> [String] {
    Folder.names(in: folder).compactMap { name in
      guard name.hasPrefix("network-"), name.hasSuffix(".json") else { return nil }
      return String(name.dropFirst("network-".count).dropLast(".json".count))
    }
  }
}
