/// What has to be known about the machine before candidates can be given.
struct CompletionNeeds: Equatable {
  var live: LiveKind?
  /// The driver whose properties are wanted.
  var driver: String?
  var deviceTypes = false
  var hmp = false
  /// A path that is being typed.
  var file: String?
}
