/// How the files come in that a profile stands on: what is pure asks, and whoever has files answers.
public struct ProfileReader: Sendable {
  /// Reads a profile that another one extends.
  ///
  /// Throws `ProfileError.unreadable` with words to follow what was asked for: `there is no profile 'base'`.
  public var parent: @Sendable (ParentReference, _ child: ProfileSource) throws(ProfileError) -> ProfileSource
  /// Reads a person's own layer, `web.local.yml` beside `web.yml`; nil when there is none.
  public var local: @Sendable (_ profile: ProfileSource) throws(ProfileError) -> ProfileSource?
  /// What `${…}` stands for.
  public var variables: ProfileVariables

  /// A reader of files; without `local` nobody has a layer of their own.
  public init(
    variables: ProfileVariables = ProfileVariables(),
    local: @escaping @Sendable (ProfileSource) throws(ProfileError) -> ProfileSource? = {
      _ throws(ProfileError) in nil
    },
    parent: @escaping @Sendable (ParentReference, ProfileSource) throws(ProfileError) -> ProfileSource
  ) {
    self.variables = variables
    self.local = local
    self.parent = parent
  }

  /// Of a text that stands alone.
  public static let none = ProfileReader { _, _ throws(ProfileError) in
    throw .unreadable("a text without a file cannot extend others")
  }
}
