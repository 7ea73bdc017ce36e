/// Why something could not be done to a machine: a kind for programs, a sentence for people.
public struct RuntimeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is; each has an exit code on the command line.
  public enum Kind: Sendable, Equatable {
    /// 1: it was tried and did not work.
    case failed
    /// 64: the command or its arguments make no sense here.
    case usage
    /// 69: the host or its QEMU cannot do that.
    case unavailable
    /// 75: it took too long.
    case timedOut
    /// 77: this user may not do that.
    case noPermission
    /// 78: the profile is wrong.
    case invalidProfile
  }

  public var kind: Kind
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }
}
