extension IPv4Address {
  /// What an address is kept for that no interface of a network can have (RFC 6890), to be read after
  /// "which is"; nil for an ordinary one.
  var special: String? {
    switch (value >> 24, value >> 16) {
    case (0, _): "part of 0.0.0.0/8, which means no address at all"
    case (127, _): "part of 127.0.0.0/8, the loopback of the host itself"
    case (_, 0xA9FE): "part of 169.254.0.0/16, where hosts without a network choose for themselves"
    case (224...239, _): "a multicast address, which belongs to a group of hosts"
    case (240..., _): "part of 240.0.0.0/4, which is reserved"
    default: nil
    }
  }
}
