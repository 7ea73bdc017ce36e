/// A DHCP server's values as far as they were readable.
struct DHCPDraft {
  let location: SourceLocation
  var range: Placed<IPv4Range>?
  /// Whether a range was written, readable or not.
  var hasRangeKey = false
  var domain: Placed<String>?
}
