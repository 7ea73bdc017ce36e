extension HostTool {
  /// The Debian package that brings a program, where its name does not say so.
  package static func debianPackage(of tool: String) -> String? {
    let name = tool.split(separator: "/").last.map(String.init) ?? tool
    if name.hasPrefix("qemu-system-") {
      return name == "qemu-system-x86_64" ? "qemu-system-x86" : name == "qemu-system-aarch64" ? "qemu-system-arm" : nil
    }
    return packages[name]
  }

  private static let packages: [String: String] = [
    "bridge": "iproute2", "cp": "coreutils",
    "cpio": "cpio", "curl": "curl", "dnsmasq": "dnsmasq-base", "dpkg-deb": "dpkg",
    "genisoimage": "genisoimage", "git": "git", "gzip": "gzip", "ip": "iproute2", "mke2fs": "e2fsprogs",
    "mkisofs": "genisoimage",
    "nft": "nftables", "nsenter": "util-linux", "ovs-ofctl": "openvswitch-switch", "ovs-vsctl": "openvswitch-switch",
    "pasta": "passt",
    "passt": "passt", "qemu-img": "qemu-utils", "scp": "openssh-client", "ssh": "openssh-client",
    "ssh-keygen": "openssh-client", "sysctl": "procps", "tc": "iproute2", "unshare": "util-linux",
    "vde_switch": "vde2", "xorriso": "xorriso", "xorrisofs": "xorriso", "xz": "xz-utils", "zstd": "zstd",
  ]
}
