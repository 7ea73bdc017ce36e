internal import GLib
public import JSON
internal import Wording

/// What a running QEMU knows: its commands, events, types and devices, asked when they are needed and
/// kept in a folder, so that the next process doesn't ask again.
public actor QMPIntrospection {
  private let connection: QMPConnection
  private let directory: String?
  private let build: String
  private var cache: IntrospectionCache?
  private var loadedSchema: QMPSchema?
  private var loadedDevices: [QOMType]?
  private var loadedProperties: [String: [DeviceProperty]] = [:]

  /// - Parameters:
  ///   - connection: a monitor of the QEMU.
  ///   - cacheDirectory: where answers are kept, in a folder for each build of QEMU; made when missing, mode
  ///     0700. Nil: nothing is kept.
  ///   - build: what tells builds of one version apart, for those who build QEMU themselves, such as the size and
  ///     time of its executable. Version, package, target and the commands' names count in any case.
  public init(_ connection: QMPConnection, cacheDirectory: String?, build: String = "") {
    self.connection = connection
    directory = cacheDirectory
    self.build = build
  }

  /// The commands, events and types.
  public func schema() async throws(QMPError) -> QMPSchema {
    if let loadedSchema { return loadedSchema }
    let schema = try await load("schema", "query-qmp-schema") { answer throws(QMPError) in try QMPSchema(answer) }
    loadedSchema = schema
    return schema
  }

  /// The devices that `device_add` may create, sorted by name. QEMU lists all that can be made at all; a machine
  /// type takes only some of them.
  public func deviceTypes() async throws(QMPError) -> [QOMType] {
    if let loadedDevices { return loadedDevices }
    let devices = try await load("devices", "qom-list-types", ["implements": "device", "abstract": false]) { answer in
      (answer.arrayValue ?? []).compactMap(QOMType.init).sorted { $0.name < $1.name }
    }
    loadedDevices = devices
    return devices
  }

  /// The properties of a device, sorted by name.
  ///
  /// - Throws: `QMPError.refused` when this QEMU has no such device.
  public func properties(of driver: String) async throws(QMPError) -> [DeviceProperty] {
    if let known = loadedProperties[driver] { return known }
    let properties = try await load(
      "device-\(fileName(driver))", "device-list-properties", ["typename": .string(driver)]
    ) {
      ($0.arrayValue ?? []).compactMap(DeviceProperty.init).sorted { $0.name < $1.name }
    }
    loadedProperties[driver] = properties
    return properties
  }

  /// The properties of a device by any name that `device_add` takes, such as `virtio-net` for `virtio-net-pci`.
  ///
  /// - Returns: nothing for a name that this QEMU doesn't know.
  public func properties(ofDriver word: String) async throws(QMPError) -> [DeviceProperty] {
    let names = try await deviceTypes().map(\.name)
    guard let driver = DeviceAlias.resolve(word, among: names) else { return [] }
    return try await properties(of: driver)
  }

  /// Compares a command with the schema, and for `device_add` with the properties of its driver.
  ///
  /// - Returns: see ``QMPSchema/checkArguments(of:_:deviceProperties:)``.
  public func checkArguments(of command: String, _ arguments: JSONObject) async throws(QMPError) -> [ArgumentProblem] {
    let schema = try await schema()
    guard schema.commands[command]?.takesDeviceProperties == true, let word = arguments["driver"]?.stringValue else {
      return schema.checkArguments(of: command, arguments)
    }
    let names = try await deviceTypes().map(\.name)
    guard let driver = DeviceAlias.resolve(word, among: names) else {
      return [
        ArgumentProblem(
          kind: .unknownValue, path: "driver", message: "this QEMU has no device '\(word)'",
          suggestion: Suggestion.nearest(to: word, among: names))
      ]
    }
    do {
      return schema.checkArguments(of: command, arguments, deviceProperties: try await properties(of: driver))
    } catch .refused {
      // A device that can't be looked at: QEMU itself will say what's wrong.
      return schema.checkArguments(of: command, arguments)
    }
  }

  private func load<Value: Sendable>(
    _ name: String, _ command: String, _ arguments: JSONObject = [:],
    _ read: (JSONValue) throws(QMPError) -> Value
  ) async throws(QMPError) -> Value {
    let cache = try await openCache()
    if let stored = cache?.read(name), let value = try? read(stored) { return value }
    let answer = try await connection.execute(command, arguments)
    let value = try read(answer)
    cache?.write(answer, as: name)
    return value
  }

  private func openCache() async throws(QMPError) -> IntrospectionCache? {
    if let cache { return cache }
    guard let directory else { return nil }
    // Short answers that take QEMU well under a millisecond, unlike the long ones they stand for.
    let greeting = await connection.peer
    let target = try await connection.execute("query-target")
    let commands = try await connection.execute("query-commands")
    let identity = [greeting?.version ?? "", greeting?.package ?? "", build, target.compact, commands.compact]
    let key = Checksum.sha256(identity.joined(separator: "\n").utf8).prefix(32)
    let opened = IntrospectionCache(directory: "\(directory)/qemu-\(key)")
    cache = opened
    return opened
  }

  /// Names of devices have letters, digits and a few signs; anything else must not become a path.
  private func fileName(_ driver: String) -> String {
    let isPlain = driver.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
      default: false
      }
    }
    return isPlain && driver.utf8.count <= 100 ? driver : Checksum.sha256(driver.utf8)
  }
}
