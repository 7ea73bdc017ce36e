internal import Glibc

/// The label of a CD's file.
///
/// Source: ECMA-119 (ISO 9660), 8.4: the primary volume descriptor is in the 17th sector of 2048 bytes, and has the
/// volume's identifier at its byte 40.
enum VolumeLabel {
  /// Nil when the file is no ISO 9660 image that can be read.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var start = [UInt8](repeating: 0, count: 72)
    guard pread(descriptor, &start, start.count, 16 * 2048) == start.count,
      Array(start[0..<6]) == [1] + Array("CD001".utf8)
    else { return nil }
    let label = String(decoding: start[40..<72], as: UTF8.self)
    return String(label.prefix { $0 != " " && $0 != "\0" })
  }
}
