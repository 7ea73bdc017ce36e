internal import QMP

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

/// What is known.
struct CompletionKnowledge {
  var live: [String] = []
  var properties: [DeviceProperty] = []
  var deviceTypes: [String] = []
  var hmpCommands: [String] = []
  var hmpTopics: [String] = []
  var files: [String] = []
}
