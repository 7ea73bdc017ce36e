internal import CGLib
internal import Glibc

/// One end of a connected UNIX stream socket, read and written on an executor's context.
///
/// All calls belong on the executor's thread. A descriptor can travel with the first bytes of a message
/// (`SCM_RIGHTS`, unix(7)).
package final class UnixSocket: @unchecked Sendable {
  /// What the socket reports to its owner, on the executor's thread.
  package enum Event {
    case received(UnsafeRawBufferPointer)
    /// End of file, or the error that ended the connection; nothing follows.
    case closed(GLibError?)
  }

  private let executor: MainContextExecutor
  private let socket: UnsafeMutablePointer<GSocket>
  private var reader: EventSource?
  private var writer: EventSource?
  private var unsent: [UInt8] = []
  private var handler: ((Event) -> Void)?
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)

  /// Connects at once: a UNIX socket needs no round trip, only a listener with room in its backlog.
  ///
  /// - Throws: `GLibError`; its `code` is `ECONNREFUSED` or `ENOENT` when nobody listens, `EAGAIN` when the
  ///   backlog is full.
  package init(connectingTo path: UnixSocketPath, executor: MainContextExecutor = .shared) throws(GLibError) {
    self.executor = executor
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.path.utf8) }
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
    socket = try Self.adopt(descriptor)
  }

  /// Takes over a connected descriptor.
  package init(adopting descriptor: Int32, executor: MainContextExecutor = .shared) throws(GLibError) {
    self.executor = executor
    socket = try Self.adopt(descriptor)
  }

  private static func adopt(_ descriptor: Int32) throws(GLibError) -> UnsafeMutablePointer<GSocket> {
    var error: UnsafeMutablePointer<GError>?
    guard let socket = g_socket_new_from_fd(descriptor, &error) else {
      _ = Glibc.close(descriptor)
      throw GLibError(consuming: error)
    }
    g_socket_set_blocking(socket, 0)
    return socket
  }

  /// Starts to read; `handler` gets every event until `closed`.
  package func start(_ handler: @escaping (Event) -> Void) {
    self.handler = handler
    reader = executor.watch(g_socket_get_fd(socket), for: .readable) { [weak self] in self?.readAvailable() ?? false }
  }

  private func readAvailable() -> Bool {
    var error: UnsafeMutablePointer<GError>?
    let count = g_socket_receive(
      socket, buffer.baseAddress?.assumingMemoryBound(to: gchar.self), gsize(buffer.count), nil, &error)
    if count > 0 {
      handler?(.received(UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)])))
      return reader != nil
    }
    if count == 0 { return end(nil) }
    if let code = error?.pointee.code, code == Int32(G_IO_ERROR_WOULD_BLOCK.rawValue) {
      g_error_free(error)
      return true
    }
    // A peer that died with unread bytes resets the connection: for us that is its end, too.
    if let code = error?.pointee.code, code == Int32(G_IO_ERROR_CONNECTION_CLOSED.rawValue) {
      g_error_free(error)
      return end(nil)
    }
    return end(GLibError(consuming: error))
  }

  private func end(_ error: GLibError?) -> Bool {
    let last = handler
    close()
    last?(.closed(error))
    return false
  }

  /// Sends all bytes, now or as soon as the peer takes them; an error shows up as `closed`.
  ///
  /// - Parameter descriptors: sent along with the first byte. The kernel takes copies; the caller keeps its own.
  package func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws(GLibError) {
    guard reader != nil else { throw GLibError("the connection is closed") }
    guard unsent.isEmpty else {
      guard descriptors.isEmpty else { throw GLibError("the connection is busy: a descriptor cannot wait in line") }
      return unsent.append(contentsOf: bytes)
    }
    let sent = try sendOnce(bytes[...], descriptors: descriptors)
    guard sent < bytes.count else { return }
    unsent = Array(bytes[sent...])
    writer = executor.watch(g_socket_get_fd(socket), for: .writable) { [weak self] in self?.sendMore() ?? false }
  }

  private func sendMore() -> Bool {
    do throws(GLibError) {
      unsent.removeFirst(try sendOnce(unsent[...], descriptors: []))
    } catch {
      return end(error)
    }
    guard unsent.isEmpty else { return true }
    writer = nil
    return false
  }

  /// - Returns: the bytes taken; 0 when the peer's buffer is full.
  private func sendOnce(_ bytes: ArraySlice<UInt8>, descriptors: [Int32]) throws(GLibError) -> Int {
    var error: UnsafeMutablePointer<GError>?
    let count = bytes.withUnsafeBytes { raw -> gssize in
      guard !descriptors.isEmpty else {
        return g_socket_send(
          socket, raw.baseAddress?.assumingMemoryBound(to: gchar.self), gsize(raw.count), nil, &error)
      }
      let message = g_unix_fd_message_new()
      defer { g_object_unref(message) }
      let appended = descriptors.allSatisfy {
        g_unix_fd_message_append_fd(
          UnsafeMutableRawPointer(message)?.assumingMemoryBound(to: GUnixFDMessage.self), $0, &error) != 0
      }
      guard appended else { return -1 }
      var vector = GOutputVector(buffer: raw.baseAddress, size: gsize(raw.count))
      var messages: [UnsafeMutablePointer<GSocketControlMessage>?] = [message]
      return g_socket_send_message(socket, nil, &vector, 1, &messages, 1, 0, nil, &error)
    }
    if count >= 0 { return Int(count) }
    if let code = error?.pointee.code, code == Int32(G_IO_ERROR_WOULD_BLOCK.rawValue) {
      g_error_free(error)
      return 0
    }
    throw GLibError(consuming: error)
  }

  /// Ends the connection; no further event is reported.
  package func close() {
    reader?.cancel()
    reader = nil
    writer?.cancel()
    writer = nil
    handler = nil
    g_socket_close(socket, nil)
  }

  deinit {
    reader?.cancel()
    writer?.cancel()
    g_object_unref(socket)
    buffer.deallocate()
  }
}
