internal import Glibc

/// One end of a connected UNIX stream socket, read and written on an executor's context.
///
/// All calls belong on the executor's thread. Descriptors can travel with the first byte of a message
/// (`SCM_RIGHTS`, unix(7)).
package final class UnixSocket: @unchecked Sendable {
  /// What the socket reports to its owner, on the executor's thread.
  package enum Event {
    case received(UnsafeRawBufferPointer)
    /// End of file, or the error that ended the connection; nothing follows.
    case closed(GLibError?)
  }

  let executor: MainContextExecutor
  /// -1 once it is closed.
  private(set) var number: Int32
  var reader: EventSource?
  var writer: EventSource?
  var unsent = UnsentMessages()
  private var handler: ((Event) -> Void)?
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)

  /// Gets the descriptors that the peer sends, before the bytes they came with; they are the handler's to
  /// close. Without a handler the kernel drops them.
  package var descriptorHandler: (([Int32]) -> Void)?

  /// Connects at once: a UNIX socket needs no round trip, only a listener with room in its backlog.
  ///
  /// - Throws: `GLibError`; its `code` is `ECONNREFUSED` or `ENOENT` when nobody listens, `EAGAIN` when the
  ///   backlog is full.
  package init(connectingTo path: UnixSocketPath, executor: MainContextExecutor = .shared) throws(GLibError) {
    self.executor = executor
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = path.address
    guard descriptor >= 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      throw GLibError.systemCall("make a socket for", path.path)
    }
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard connected == 0 else {
      let error = GLibError.systemCall("connect to", path.path)
      _ = Glibc.close(descriptor)
      throw error
    }
    number = try Self.adopt(descriptor)
  }

  /// Takes over a connected descriptor.
  package init(adopting descriptor: Int32, executor: MainContextExecutor = .shared) throws(GLibError) {
    self.executor = executor
    number = try Self.adopt(descriptor)
  }

  private static func adopt(_ descriptor: Int32) throws(GLibError) -> Int32 {
    var kind: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &length) == 0,
      fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0,
      fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    else {
      let error = GLibError.systemCall("use the socket", "\(descriptor)")
      _ = Glibc.close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Starts to read; `handler` gets every event until `closed`.
  package func start(_ handler: @escaping (Event) -> Void) {
    self.handler = handler
    reader = executor.watch(number, for: .readable) { [weak self] in self?.readAvailable() ?? false }
  }

  private func readAvailable() -> Bool {
    do throws(GLibError) {
      let (count, descriptors) = try receive()
      guard let count else { return true }
      if !descriptors.isEmpty { descriptorHandler?(descriptors) }
      if count == 0 { return end(nil) }
      handler?(.received(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
      return reader != nil
    } catch {
      // A peer that died with unread bytes resets the connection: for us that is its end, too.
      return end(error.code == EPIPE ? nil : error)
    }
  }

  func end(_ error: GLibError?) -> Bool {
    let last = handler
    close()
    last?(.closed(error))
    return false
  }

  /// Ends the connection; no further event is reported.
  package func close() {
    reader?.cancel()
    reader = nil
    writer?.cancel()
    writer = nil
    handler = nil
    unsent.removeAll()
    if number >= 0 { _ = Glibc.close(number) }
    number = -1
  }

  deinit {
    reader?.cancel()
    writer?.cancel()
    unsent.removeAll()
    if number >= 0 { _ = Glibc.close(number) }
    buffer.deallocate()
  }
}
