internal import QMP

/// What is known.
struct CompletionKnowledge {
  var live: [String] = []
  var properties: [DeviceProperty] = []
  var deviceTypes: [String] = []
  var hmpCommands: [String] = []
  var hmpTopics: [String] = []
  var files: [String] = []
}
