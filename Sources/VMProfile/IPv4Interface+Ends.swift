extension IPv4Interface {
  /// What the first and the last address of the network stand for, to be read after "which is"; nil for an
  /// address in between, and in a network of two addresses or one, whose hosts have them (RFC 3021).
  func end(at address: IPv4Address) -> String? {
    guard prefixLength < 31 else { return nil }
    if address == network { return "the address of the network itself" }
    return address == broadcast ? "the address of all hosts of the network (broadcast)" : nil
  }
}
