internal import GLib
internal import Glibc
internal import HostTool
internal import JSON
package import QEMU
package import VMProfile

/// The QEMU that runs guests of one architecture.
package struct QEMUBinary: Sendable, Equatable {
  package let path: String
  package let capabilities: QEMUCapabilities

  /// Finds the program: what `VMRUN_QEMU` names (a path, or a name on the PATH), else `qemu-system-ARCH`.
  package static func find(_ architecture: Architecture) throws(RuntimeError) -> String {
    if let named = getenv("VMRUN_QEMU").map({ String(cString: $0) }), !named.isEmpty {
      guard let path = HostTool.find(named) else {
        throw RuntimeError(.unavailable, "VMRUN_QEMU names '\(named)', which is not a program that can be run")
      }
      return path
    }
    let name = "qemu-system-\(architecture)"
    guard let path = HostTool.find(name) else {
      throw RuntimeError(
        .unavailable, "\(name) is not installed: install \(package(for: architecture)), or name a QEMU in VMRUN_QEMU")
    }
    return path
  }

  /// The package that has QEMU for an architecture, on Debian and its relatives and on Fedora.
  private static func package(for architecture: Architecture) -> String {
    switch architecture {
    case .x86_64: "qemu-system-x86 (Debian, Ubuntu) or qemu-system-x86-core (Fedora)"
    case .aarch64: "qemu-system-arm (Debian, Ubuntu) or qemu-system-aarch64-core (Fedora)"
    case .riscv64: "qemu-system-misc or qemu-system-riscv (Debian, Ubuntu) or qemu-system-riscv-core (Fedora)"
    }
  }

  /// Finds the program and learns what it offers: from the cache when this very binary was asked before,
  /// else from its help texts, which takes some tenths of a second once.
  package static func load(_ architecture: Architecture, cache: String) async throws(RuntimeError) -> QEMUBinary {
    try await load(at: try find(architecture), cache: cache)
  }

  /// The same for a binary whose place is known.
  package static func load(at path: String, cache: String) async throws(RuntimeError) -> QEMUBinary {
    let key = try cacheKey(path)
    let file = "\(cache)/qemu-\(key).json"
    if let bytes = try? DurableFile.read(file, limit: 1 << 20),
      let capabilities = try? JSONCoding.decode(QEMUCapabilities.self, from: bytes)
    {
      return QEMUBinary(path: path, capabilities: capabilities)
    }
    let capabilities = try await CapabilitiesProbe(path: path).run()
    // A cache that cannot be written costs time at the next start and nothing else.
    if (try? PrivateDirectory.ensure(cache)) != nil, let data = try? JSONCoding.encode(capabilities) {
      try? DurableFile.replace(data, to: file)
    }
    return QEMUBinary(path: path, capabilities: capabilities)
  }

  /// What identifies a binary: an upgrade changes size, inode or time. The number in front is the
  /// format of the cached text.
  private static func cacheKey(_ path: String) throws(RuntimeError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw RuntimeError(.unavailable, "cannot look at \(path): \(String(cString: strerror(errno)))")
    }
    let facts = [
      "1", path, "\(status.st_dev)", "\(status.st_ino)", "\(status.st_size)", "\(status.st_mtim.tv_sec)",
      "\(status.st_mtim.tv_nsec)",
    ]
    return String(Checksum.sha256(facts.joined(separator: "\n").utf8).prefix(16))
  }
}
