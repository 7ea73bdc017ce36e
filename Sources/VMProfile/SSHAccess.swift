/// How `vmrun ssh` logs in.
public struct SSHAccess: Sendable, Equatable {
  /// Nil: the image's own user.
  public var user: String?

  public init(user: String? = nil) { self.user = user }
}
