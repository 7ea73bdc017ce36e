internal import GLib
internal import QMP

extension Shell {
  /// What Tab offers.
  ///
  /// - Parameter cursor: in Unicode scalars from the line's beginning.
  package func complete(_ text: String, cursor: Int) async -> Completion {
    let completer = Completer(text, cursor: cursor, mode: mode, schema: await loadedSchema())
    let needs = completer.needs
    var knowledge = CompletionKnowledge()
    if let kind = needs.live { knowledge.live = await live?.names(kind) ?? [] }
    if let driver = needs.driver { knowledge.properties = await deviceProperties(driver) }
    if needs.deviceTypes { knowledge.deviceTypes = (try? await introspection?.deviceTypes().map(\.name)) ?? [] }
    if needs.hmp {
      knowledge.hmpCommands = await live?.hmpNames() ?? []
      knowledge.hmpTopics = await live?.hmpInfoTopics() ?? []
    }
    if let path = needs.file { knowledge.files = FilePath.completions(of: path) }
    return completer.completion(knowledge)
  }
}
