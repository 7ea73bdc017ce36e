internal import GLib
internal import Glibc
internal import HostTool

/// What this host has and allows of networks; changes nothing.
package struct NetworkDoctor: Sendable {
  /// One thing that was looked at.
  package struct Finding: Sendable, Equatable {
    package var id: String
    package var isFine: Bool
    package var message: String
    /// What to do; nil: nothing.
    package var fix: String?
  }

  let host: NetworkHost

  package init(_ host: NetworkHost) { self.host = host }

  package func findings() async -> [Finding] {
    var findings = [tapDevice(), await realm()]
    findings += tools()
    if let helper = bridgeHelper() { findings.append(helper) }
    if let forwarding = await firewall() { findings.append(forwarding) }
    return findings
  }

  private func tapDevice() -> Finding {
    let path = "/dev/net/tun"
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    if descriptor >= 0 {
      close(descriptor)
      return Finding(id: "tun", isFine: true, message: "\(path) can be opened: TAPs can be made", fix: nil)
    }
    let code = errno
    guard code == EACCES || code == EPERM else {
      return Finding(
        id: "tun", isFine: false, message: "there is no \(path), so no TAP can be made",
        fix: "load the kernel's module: `sudo modprobe tun`")
    }
    return Finding(
      id: "tun", isFine: false,
      message: "this user may not open \(path), so no TAP can be made: `network:` and `tap:` need it",
      fix: "`sudo chmod 666 \(path)`, as most distributions have it")
  }

  /// Whether networks can be made: root by the capability, others by a user namespace.
  private func realm() async -> Finding {
    guard host.realm.isRootless else {
      let allowed = Self.hasNetworkCapability
      return Finding(
        id: "networks", isFine: allowed,
        message: allowed
          ? "networks can be made on this host" : "root lacks the capability NET_ADMIN here, so no network can be made",
        fix: allowed ? nil : "run the container with `--cap-add NET_ADMIN`")
    }
    let trial = try? await HostTool.run(
      "unshare", ["--user", "--map-root-user", "--net", "true"], timeout: .seconds(5))
    guard trial?.status.isSuccess == true else {
      let text = NetworkRealm.refusal(trial?.standardError ?? "")
      let parts = text.split(separator: "`")
      return Finding(
        id: "networks", isFine: false, message: text, fix: parts.count > 1 ? "`sudo \(parts[1])`" : "run vmrun as root")
    }
    return Finding(
      id: "networks", isFine: true, message: "networks can be made without root, in a user namespace", fix: nil)
  }

  /// CAP_NET_ADMIN is number 12 (linux/capability.h).
  private static var hasNetworkCapability: Bool {
    let status = DurableFile.text("/proc/self/status") ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    let mask = line.flatMap { UInt64($0.dropFirst("CapEff:".count).trimmingSpaces, radix: 16) } ?? 0
    return mask >> 12 & 1 == 1
  }

  private func tools() -> [Finding] {
    let purposes = [
      ("ip", "makes bridges, cables and namespaces"), ("nft", "has the rules for NAT"),
      ("dnsmasq", "serves DHCP and names"),
      ("passt", "is user networking of its own, and with pasta the way out of networks without root"),
    ]
    return purposes.map { name, purpose in
      if let path = HostTool.find(name) {
        return Finding(id: name, isFine: true, message: "\(path) \(purpose)", fix: nil)
      }
      let package = HostTool.debianPackage(of: name) ?? name
      return Finding(
        id: name, isFine: false, message: "\(name) is missing; it \(purpose)", fix: "`sudo apt install \(package)`")
    }
  }

  /// Only where somebody has set the helper up, or half so.
  private func bridgeHelper() -> Finding? {
    guard host.realm.isRootless, let helper = BridgeHelper.path, Folder.exists(BridgeHelper.configuration) else {
      return nil
    }
    guard BridgeHelper.isSetUID(helper) else {
      return Finding(
        id: "bridge-helper", isFine: false,
        message: "\(helper) is not setuid, so `tap: {bridge: …}` works for root only",
        fix: "`sudo chmod u+s \(helper)`")
    }
    return Finding(
      id: "bridge-helper", isFine: true, message: "\(helper) puts TAPs into bridges that it allows", fix: nil)
  }

  private func firewall() async -> Finding? {
    guard !host.realm.isRootless else { return nil }
    var record = NetworkRecord(name: "doctor", bridge: "br0")
    record.nat = "any"
    let warnings = await host.firewallWarnings(record)
    guard let first = warnings.first else {
      return Finding(id: "firewall", isFine: true, message: "the host's firewall forwards what guests send", fix: nil)
    }
    return Finding(
      id: "firewall", isFine: false, message: first, fix: "the commands above, with your bridge in place of br0")
  }
}
