internal import CGLib
internal import Glibc

extension UnixSocket {
  /// Sends all bytes, now or as soon as the peer takes them, with the descriptors; the kernel takes copies.
  ///
  /// - Throws: `GLibError` when the connection is closed here, or a descriptor isn't one: then nothing is sent.
  ///   A peer that is gone is reported as `closed`, after all that it said before.
  package func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws(GLibError) {
    guard reader != nil else { throw GLibError("the connection is closed") }
    guard unsent.isEmpty else { return try unsent.append(bytes, descriptors) }
    let sent: Int
    do throws(GLibError) {
      sent = try sendOnce(bytes[...], descriptors: descriptors) ?? 0
    } catch {
      if error.code == EPIPE { return }
      throw error
    }
    guard sent < bytes.count else { return }
    try unsent.append(Array(bytes[sent...]), sent == 0 ? descriptors : [])
    writer = executor.watch(g_socket_get_fd(socket), for: .writable) { [weak self] in self?.sendMore() ?? false }
  }

  private func sendMore() -> Bool {
    while let (bytes, descriptors) = unsent.first {
      do throws(GLibError) {
        guard let count = try sendOnce(bytes, descriptors: descriptors) else { return true }
        unsent.advance(count)
      } catch {
        // The reader sees the end as well, and what came before it.
        unsent.removeAll()
        break
      }
    }
    writer = nil
    return false
  }

  /// - Returns: the bytes taken; nil when the peer's buffer is full.
  private func sendOnce(_ bytes: ArraySlice<UInt8>, descriptors: [Int32]) throws(GLibError) -> Int? {
    var error: UnsafeMutablePointer<GError>?
    let count = bytes.withUnsafeBytes { raw -> gssize in
      guard !descriptors.isEmpty else {
        return g_socket_send(
          socket, raw.baseAddress?.assumingMemoryBound(to: gchar.self), gsize(raw.count), nil, &error)
      }
      guard let message = g_unix_fd_message_new() else { return -1 }
      defer { g_object_unref(message) }
      let unixMessage = UnsafeMutableRawPointer(message).assumingMemoryBound(to: GUnixFDMessage.self)
      guard descriptors.allSatisfy({ g_unix_fd_message_append_fd(unixMessage, $0, &error) != 0 }) else { return -1 }
      var vector = GOutputVector(buffer: raw.baseAddress, size: gsize(raw.count))
      var messages: [UnsafeMutablePointer<GSocketControlMessage>?] = [message]
      return g_socket_send_message(socket, nil, &vector, 1, &messages, 1, 0, nil, &error)
    }
    return try transferred(count, error)
  }

  /// Reads what is there into the buffer.
  ///
  /// - Returns: the number of bytes, nil when none are there yet; and the descriptors, if anybody wants them.
  func receive() throws(GLibError) -> (count: Int?, descriptors: [Int32]) {
    var error: UnsafeMutablePointer<GError>?
    guard descriptorHandler != nil else {
      let count = g_socket_receive(
        socket, buffer.baseAddress?.assumingMemoryBound(to: gchar.self), gsize(buffer.count), nil, &error)
      return (try transferred(count, error), [])
    }
    var vector = GInputVector(buffer: buffer.baseAddress, size: gsize(buffer.count))
    var messages: UnsafeMutablePointer<UnsafeMutablePointer<GSocketControlMessage>?>?
    var messageCount: gint = 0
    var flags: gint = 0
    let count = g_socket_receive_message(
      socket, nil, &vector, 1, &messages, &messageCount, &flags, nil, &error)
    defer { g_free(messages) }
    var descriptors: [Int32] = []
    for index in 0..<Int(messageCount) {
      guard let message = messages?[index] else { continue }
      defer { g_object_unref(message) }
      guard
        g_type_check_instance_is_a(
          UnsafeMutableRawPointer(message).assumingMemoryBound(to: GTypeInstance.self),
          g_unix_fd_message_get_type()) != 0
      else { continue }
      var length: gint = 0
      let unixMessage = UnsafeMutableRawPointer(message).assumingMemoryBound(to: GUnixFDMessage.self)
      let stolen = g_unix_fd_message_steal_fds(unixMessage, &length)
      defer { g_free(stolen) }
      for position in 0..<Int(length) { if let stolen { descriptors.append(stolen[position]) } }
    }
    return (try transferred(count, error), descriptors)
  }

  private func transferred(_ count: gssize, _ error: UnsafeMutablePointer<GError>?) throws(GLibError) -> Int? {
    if count >= 0 { return Int(count) }
    guard let error else { throw GLibError("a message could not be made") }
    let code = error.pointee.code
    if code == Int32(G_IO_ERROR_WOULD_BLOCK.rawValue) {
      g_error_free(error)
      return nil
    }
    let isClosed = code == Int32(G_IO_ERROR_CONNECTION_CLOSED.rawValue)
    throw GLibError(GLibError(consuming: error).message, code: isClosed ? EPIPE : nil)
  }
}
