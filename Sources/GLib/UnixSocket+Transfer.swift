internal import CLinux
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
    writer = executor.watch(number, for: .writable) { [weak self] in self?.sendMore() ?? false }
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
    try transferred(
      bytes.withUnsafeBytes { vmrun_send(number, $0.baseAddress, $0.count, descriptors, descriptors.count) })
  }

  /// Reads what is there into the buffer.
  ///
  /// - Returns: the number of bytes, nil when none are there yet; and the descriptors, if anybody wants them.
  func receive() throws(GLibError) -> (count: Int?, descriptors: [Int32]) {
    guard descriptorHandler != nil else {
      return (try transferred(recv(number, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))), [])
    }
    var descriptors: [Int32] = []
    let count = withUnsafeTemporaryAllocation(of: Int32.self, capacity: Int(VMRUN_DESCRIPTORS)) { room in
      var descriptorCount = 0
      defer { descriptors = Array(room[..<descriptorCount]) }
      return vmrun_receive(number, buffer.baseAddress, buffer.count, room.baseAddress, &descriptorCount)
    }
    return (try transferred(count), descriptors)
  }

  private func transferred(_ count: Int) throws(GLibError) -> Int? {
    if count >= 0 { return count }
    switch errno {
    case EAGAIN, EINTR: return nil
    case ECONNRESET: throw GLibError("the connection was reset by its peer", code: EPIPE)
    default: throw GLibError.systemCall("use", "the connection")
    }
  }
}
