internal import Glibc

/// What waits until a socket's peer reads: bytes, and the descriptors that go with the first of them.
struct UnsentMessages {
  private var messages: [(bytes: [UInt8], descriptors: [Int32])] = []
  /// How many bytes of the first message have gone.
  private var sent = 0

  var isEmpty: Bool { messages.isEmpty }

  /// The rest of the first message.
  var first: (bytes: ArraySlice<UInt8>, descriptors: [Int32])? {
    messages.first.map { ($0.bytes[sent...], sent == 0 ? $0.descriptors : []) }
  }

  /// Keeps copies of the descriptors: the caller may close its own at any time.
  mutating func append(_ bytes: [UInt8], _ descriptors: [Int32]) throws(GLibError) {
    var copies: [Int32] = []
    for descriptor in descriptors {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else {
        let error = GLibError.systemCall("send the descriptor", "\(descriptor)")
        copies.forEach { close($0) }
        throw error
      }
      copies.append(copy)
    }
    messages.append((bytes, copies))
  }

  /// So many bytes of the first message have gone.
  mutating func advance(_ count: Int) {
    guard let message = messages.first else { return }
    sent += count
    guard sent >= message.bytes.count else { return }
    message.descriptors.forEach { close($0) }
    messages.removeFirst()
    sent = 0
  }

  mutating func removeAll() {
    for message in messages { message.descriptors.forEach { close($0) } }
    messages = []
    sent = 0
  }
}
