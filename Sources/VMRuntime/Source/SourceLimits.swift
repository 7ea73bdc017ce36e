/// How much a source of profiles may bring: profiles are text, and whoever runs the server may be anybody.
struct SourceLimits: Sendable, Equatable {
  /// Files of one commit.
  var files = 10_000
  /// Bytes of one commit's files together.
  var bytes = 1 << 30
  /// Profiles of one folder.
  var profiles = 1000
  /// Bytes of what one fetch brings, as git stores it.
  var packBytes = 1 << 30
  /// How long one fetch may take.
  var patience = Duration.seconds(600)
}
