/// A machine's name, safe as a file name, a host name and a word of a command line.
///
/// One to 48 letters, digits, `-`, `_` or `.`; the first is a letter or a digit.
public struct VMName: Sendable, Hashable, CustomStringConvertible {
  public let description: String
}
