internal import Glibc

/// How a file is packed, by its first bytes: a name may lie, and a URL may have none.
enum Compression: String, CaseIterable, Sendable {
  case xz
  case gzip
  case zstd

  init?(file: String) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 6)
    let count = pread(descriptor, &start, start.count, 0)
    guard count > 0, let found = Self.allCases.first(where: { start.prefix(count).starts(with: $0.magic) }) else {
      return nil
    }
    self = found
  }

  private var magic: [UInt8] {
    switch self {
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .gzip: [0x1F, 0x8B, 0x08]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    }
  }

  /// The program and its arguments: from its input to its output, within a bound on memory.
  var command: [String] {
    switch self {
    case .xz: ["xz", "-dc", "--memlimit-decompress=512MiB"]
    case .gzip: ["gzip", "-dc"]
    case .zstd: ["zstd", "-dcq", "--memory=512MB"]
    }
  }
}
