internal import CLinux
internal import Glibc

/// The end of a pipe that a program's output comes out of.
struct ReadingPipe {
  private static let piece = 1 << 20

  private let descriptor: OpenDescriptor
  private(set) var isOpen = true

  /// - Parameter capacity: bytes that fit into the pipe; 0: as the kernel has it.
  static func make(capacity: Int32 = 0) throws(GLibError) -> (reader: ReadingPipe, writer: OpenDescriptor) {
    var ends: [Int32] = [-1, -1]
    guard vmrun_pipe(&ends, capacity) == 0 else { throw GLibError.systemCall("make", "a pipe") }
    return (ReadingPipe(descriptor: OpenDescriptor(ends[0])), OpenDescriptor(ends[1]))
  }

  private init(descriptor: OpenDescriptor) { self.descriptor = descriptor }

  /// Waits until one of them has something to read, or has come to its end.
  static func wait(for pipes: [ReadingPipe], milliseconds: Int32) {
    var requests = pipes.filter(\.isOpen).map { pollfd(fd: $0.descriptor.number, events: Int16(POLLIN), revents: 0) }
    _ = poll(&requests, nfds_t(requests.count), milliseconds)
  }

  /// Takes what is there, if anything is.
  mutating func read(_ body: (UnsafeRawBufferPointer) -> Void) {
    var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    guard isOpen, poll(&request, 1, 0) > 0 else { return }
    withUnsafeTemporaryAllocation(byteCount: Self.piece, alignment: 16) { buffer in
      let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
      if count > 0 {
        body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      } else if count == 0 || errno != EINTR {
        isOpen = false
      }
    }
  }
}

/// Lines out of the pieces that a program writes.
struct ReportLines {
  private static let limit = 4096
  private var pending: [UInt8] = []

  mutating func append(_ bytes: UnsafeRawBufferPointer, _ onLine: (String) -> Void) {
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        if pending.count < Self.limit { pending.append(byte) }
        continue
      }
      onLine(String(decoding: pending, as: UTF8.self).trimmingSpaces)
      pending = []
    }
  }
}
