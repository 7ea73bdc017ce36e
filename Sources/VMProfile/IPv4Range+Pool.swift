extension IPv4Range {
  /// The addresses that DHCP hands out in a network when nobody says which.
  ///
  /// The upper half of the network, 254 addresses at most, or .100 to .199 of a /24: fixed addresses are
  /// mostly given out from the bottom. Where a taken address lies within, the longest part without one is left.
  ///
  /// - Returns: nil for a network with a prefix longer than 29, or when all addresses are taken.
  static func pool(of interface: IPv4Interface, without taken: [IPv4Address]) -> IPv4Range? {
    let length = interface.prefixLength
    guard (1...29).contains(length) else { return nil }
    // As `Int`, which has room behind 255.255.255.255.
    let network = Int(interface.network.value)
    let half = 1 << (31 - length)
    let candidates =
      switch length {
      case 24: network + 100...network + 199
      // From .1 to .254: some systems shun addresses that end in .0 or .255, though they are fine here.
      case ..<24: network + half + 1...network + half + 254
      default: network + half...Int(interface.broadcast.value) - 1
      }
    var longest: ClosedRange<Int>?
    var start = candidates.lowerBound
    for end in taken.map({ Int($0.value) }).filter(candidates.contains).sorted() + [candidates.upperBound + 1] {
      if start < end, end - start > longest?.count ?? 0 { longest = start...end - 1 }
      start = end + 1
    }
    return longest.flatMap {
      IPv4Range(first: IPv4Address(value: UInt32($0.lowerBound)), last: IPv4Address(value: UInt32($0.upperBound)))
    }
  }
}
