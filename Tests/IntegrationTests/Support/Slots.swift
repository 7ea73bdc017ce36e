/// How many tests may have machines at once: a host with two processors runs two guests well, and ten badly.
actor Slots {
  static let shared = Slots(2)

  private let total: Int
  private var free: Int
  private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

  init(_ count: Int) {
    total = count
    free = count
  }

  /// - Parameter all: take every place, for a test that has many machines or a clock.
  func take(all: Bool) async -> Int {
    let count = all ? total : 1
    if waiting.isEmpty, free >= count {
      free -= count
    } else {
      await withCheckedContinuation { waiting.append((count, $0)) }
    }
    return count
  }

  func give(_ count: Int) {
    free += count
    // In turn, so that one that wants all is not passed over for ever.
    while let next = waiting.first, next.count <= free {
      free -= next.count
      waiting.removeFirst().continuation.resume()
    }
  }
}
