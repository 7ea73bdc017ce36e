/// What `${env:NAME}`, `${project}` and `${user}` stand for in a profile. Nothing is run to find a value.
public struct ProfileVariables: Sendable {
  /// The value of a variable of the environment; nil: not set.
  public var environment: @Sendable (_ name: String) -> String?
  /// The name of the project's folder, which holds `Profiles/`; nil: there is none.
  public var project: String?
  /// The user's login name; nil: unknown. Asked only where a profile uses it.
  public var user: @Sendable () -> String?

  /// Variables of which none has a value.
  public init() {
    environment = { _ in nil }
    user = { nil }
  }

  /// Variables of a project, a user and an environment.
  public init(
    project: String?, user: @escaping @Sendable () -> String?, environment: @escaping @Sendable (String) -> String?
  ) {
    self.project = project
    self.user = user
    self.environment = environment
  }
}
