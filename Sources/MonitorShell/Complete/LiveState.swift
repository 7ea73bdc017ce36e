internal import GLib
internal import JSON
internal import QMP
internal import VMRuntime

/// Names that exist in the machine now, kept for a moment: completion asks for them at every keystroke.
actor LiveState {
  private static let lifetime = Duration.seconds(2)
  /// What takes longer comes too late for whoever pressed Tab.
  private static let patience = Duration.milliseconds(500)

  /// Who presses Tab is shown what was true a moment ago rather than kept waiting for a busy QEMU.
  private static let hurry = Duration.milliseconds(15)

  private let connection: QMPConnection
  private var known: [LiveKind: (names: [String], until: ContinuousClock.Instant)] = [:]
  private var asking: [LiveKind: Task<[String], Never>] = [:]
  private var hmpCommands: [String]?
  private var hmpTopics: [String]?

  init(_ connection: QMPConnection) { self.connection = connection }

  /// Asks anew from now on: an event may have changed any of it.
  func invalidate() {
    for kind in known.keys { known[kind]?.until = .now }
  }

  func names(_ kind: LiveKind) async -> [String] {
    if let entry = known[kind], entry.until > .now { return entry.names }
    let task =
      asking[kind]
      ?? Task {
        let names = try? await ask(kind)
        asking[kind] = nil
        if let names { known[kind] = (names, .now + Self.lifetime) }
        return names ?? []
      }
    asking[kind] = task
    guard let earlier = known[kind]?.names else { return await task.value }
    let first = OneShot<[String]>()
    let timer = MainContextExecutor.shared.timer(after: Self.hurry) { first.finish(earlier) }
    Task { first.finish(await task.value) }
    let names = await first.value
    timer.cancel()
    return names
  }

  /// The names of HMP's commands, from its own help.
  func hmpNames() async -> [String] {
    if let hmpCommands { return hmpCommands }
    let names = await helpNames("help")
    hmpCommands = names.isEmpty ? nil : names
    return names
  }

  /// What follows `info`.
  func hmpInfoTopics() async -> [String] {
    if let hmpTopics { return hmpTopics }
    let names = await helpNames("help info").compactMap { $0.hasPrefix("info ") ? String($0.dropFirst(5)) : nil }
    hmpTopics = names.isEmpty ? nil : names
    return names
  }

  func warmUp() async {
    _ = await hmpNames()
    _ = await hmpInfoTopics()
    for kind in [LiveKind.devices, .netdevs, .cables, .blockNodes, .buses] { _ = await names(kind) }
  }

  /// The device that a netdev is plugged into.
  func device(using netdev: String) async -> String? {
    NetworkInfo(await human("info network")).client(netdev)?.peer
  }

  // MARK: Asking

  private func ask(_ kind: LiveKind) async throws(QMPError) -> [String] {
    switch kind {
    case .devices: return try await children(of: "/machine/peripheral")
    case .objects: return try await children(of: "/objects")
    case .netdevs: return await clients().filter { $0.type != "nic" }.map(\.id)
    case .nics: return await clients().filter { $0.type == "nic" }.map(\.id)
    case .cables: return await clients().map(\.id)
    case .blockNodes:
      return try await list("query-named-block-nodes", ["flat": true]).compactMap { $0["node-name"]?.stringValue }
    case .blockDevices:
      return try await list("query-block").flatMap { entry in
        [entry["device"]?.stringValue, entry["inserted"]?["node-name"]?.stringValue].compactMap { $0 }
      }.filter { !$0.isEmpty }
    case .chardevs: return try await list("query-chardev").compactMap { $0["label"]?.stringValue }
    case .jobs: return try await list("query-jobs").compactMap { $0["id"]?.stringValue }
    case .buses: return try await buses()
    case .qomPaths(let parent): return try await paths(below: parent)
    case .qomProperties(let path):
      return try await list("qom-list", ["path": .string(path)]).compactMap { entry in
        entry["type"]?.stringValue?.hasPrefix("child<") == true ? nil : entry["name"]?.stringValue
      }
    }
  }

  private func list(_ command: String, _ arguments: JSONObject = [:]) async throws(QMPError) -> [JSONValue] {
    try await connection.execute(command, arguments, timeout: Self.patience).arrayValue ?? []
  }

  private func children(of path: String) async throws(QMPError) -> [String] {
    try await list("qom-list", ["path": .string(path)]).compactMap { entry in
      entry["type"]?.stringValue?.hasPrefix("child<") == true ? entry["name"]?.stringValue : nil
    }
  }

  private func paths(below parent: String) async throws(QMPError) -> [String] {
    let prefix = parent == "/" ? "/" : parent + "/"
    return try await list("qom-list", ["path": .string(parent)]).compactMap { entry in
      guard let name = entry["name"]?.stringValue, let type = entry["type"]?.stringValue else { return nil }
      return type.hasPrefix("child<") || type.hasPrefix("link<") ? prefix + name : nil
    }
  }

  private func buses() async throws(QMPError) -> [String] {
    var names: [String] = []
    for entry in try await list("qom-list", ["path": "/machine/peripheral"]) {
      guard let name = entry["name"]?.stringValue, let type = entry["type"]?.stringValue else { continue }
      if type.contains("root-port") || type.contains("bridge") || type.contains("downstream") { names.append(name) }
      if type.contains("scsi") || type.contains("xhci") || type.contains("virtio-serial") { names.append(name + ".0") }
    }
    let text = await human("info qtree")
    for line in text.split(whereSeparator: \.isNewline) {
      guard let bus = line.firstRange(of: "bus: ") else { continue }
      let name = String(line[bus.upperBound...])
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func clients() async -> [NetworkInfo.Client] { NetworkInfo(await human("info network")).clients }

  /// `name|alias arguments -- what it does`, a line each; `info` keeps its second word.
  private func helpNames(_ line: String) async -> [String] {
    (await human(line)).split(whereSeparator: \.isNewline).flatMap { line -> [String] in
      guard line.contains(" -- "), let first = line.split(separator: " ").first else { return [] }
      if first == "info", let topic = line.dropFirst(5).split(separator: " ").first, topic != "[subcommand]" {
        return ["info " + topic]
      }
      return first.split(separator: "|").map(String.init)
    }
  }

  private func human(_ line: String) async -> String {
    let arguments: JSONObject = ["command-line": .string(line)]
    let answer = try? await connection.execute("human-monitor-command", arguments, timeout: Self.patience)
    return (answer?.stringValue ?? "").replacing("\r\n", with: "\n")
  }
}
