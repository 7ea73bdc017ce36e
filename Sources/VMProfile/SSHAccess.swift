/// How `vmrun ssh` logs in.
public struct SSHAccess: Sendable, Equatable {
  /// Nil: the image's own user.
  public var user: String?

  /// A log-in as a user, or as the image's own.
  public init(user: String? = nil) { self.user = user }
}
