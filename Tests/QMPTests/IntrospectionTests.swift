import GLib
import Glibc
import JSON
import QMP
import QMPTestSupport
import Testing

@Suite("Introspection and its cache", .timeLimit(.minutes(1)))
final class IntrospectionTests {
  private let folder: String

  init() throws {
    var template = Array("/tmp/qmp-cache-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for build in files("") {
      for file in files(build) { unlink("\(folder)/\(build)/\(file)") }
      rmdir("\(folder)/\(build)")
    }
    rmdir(folder)
  }

  private func files(_ name: String) -> [String] {
    guard let directory = opendir("\(folder)/\(name)") else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func script(target: String = "x86_64", package: String = "") -> PeerScript {
    var script = PeerScript(opening: [.greeting(package: package)])
    script.on("query-target", [.answer(["arch": .string(target)])])
    script.on("query-commands", [.answer([["name": "device_add"]])])
    script.on("query-qmp-schema", [.answer(SchemaTests.answer)])
    script.on("qom-list-types", [.answer([["name": "virtio-net-pci", "parent": "x"], ["name": "e1000"]])])
    script.on(
      "device-list-properties",
      [
        .answer([
          ["name": "mac", "type": "str", "description": "Ethernet 6-byte MAC Address"],
          ["name": "bootindex", "type": "int32"], ["name": "multifunction", "type": "bool", "default-value": false],
          ["name": "romsize", "type": "uint32", "default-value": 4_294_967_295],
          ["name": "disable-legacy", "type": "OnOffAuto", "description": "on/off/auto"],
          ["name": "host_mtu", "type": "uint16"], ["name": "memory", "type": "size"],
        ])
      ])
    return script
  }

  /// - Returns: the names of the commands that were sent after the handshake.
  private func ask(
    _ script: PeerScript, build: String = "", _ body: (QMPIntrospection) async throws -> Void
  ) async throws -> [String] {
    let peer = try await ScriptedPeer(script)
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    try await body(QMPIntrospection(connection, cacheDirectory: folder, build: build))
    await connection.close()
    let names = await peer.commands.map(\.name).dropFirst()
    await peer.close()
    return Array(names)
  }

  private func readSchema(_ introspection: QMPIntrospection) async throws {
    #expect(try await introspection.schema().commands.count == 6)
    #expect(try await introspection.schema().commands.count == 6)
  }

  @Test func `the schema is asked once, also for the next process`() async throws {
    let key = ["query-target", "query-commands"]
    #expect(try await ask(script(), readSchema) == key + ["query-qmp-schema"])
    #expect(try await ask(script(), readSchema) == key)
    #expect(files("").count == 1)
    var status = stat()
    #expect(stat("\(folder)/\(files("")[0])/schema.json", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `another target, package or build has a cache of its own`() async throws {
    _ = try await ask(script(), readSchema)
    for other in [script(target: "aarch64"), script(package: "Debian 2")] {
      #expect(try await ask(other, readSchema).contains("query-qmp-schema"))
    }
    #expect(try await ask(script(), build: "size 5", readSchema).contains("query-qmp-schema"))
    #expect(files("").count == 4)
  }

  @Test func `a damaged cache is asked again and mended`() async throws {
    _ = try await ask(script(), readSchema)
    let path = "\(folder)/\(files("")[0])/schema.json"
    let good = try DurableFile.read(path)
    var flipped = good
    flipped[good.count / 2] ^= 1
    for damaged in [[], Array(good.dropLast(10)), flipped, Array("nonsense\n{}".utf8), good + [0x20]] {
      try DurableFile.replace(damaged, to: path)
      #expect(try await ask(script(), readSchema).contains("query-qmp-schema"))
      #expect(try DurableFile.read(path) == good)
    }
  }

  @Test func `without a folder, or with one that can't be written, it works and keeps nothing`() async throws {
    let peer = try await ScriptedPeer(script())
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    try await readSchema(QMPIntrospection(connection, cacheDirectory: nil))
    try await readSchema(QMPIntrospection(connection, cacheDirectory: "/proc/no/such"))
    await connection.close()
    await peer.close()
  }

  @Test func `devices and properties come sorted, with kinds and choices`() async throws {
    for _ in 0..<2 {
      _ = try await ask(script()) { introspection async throws in
        #expect(try await introspection.deviceTypes().map(\.name) == ["e1000", "virtio-net-pci"])
        let properties = try await introspection.properties(of: "virtio-net-pci")
        #expect(properties.map(\.name).prefix(2) == ["bootindex", "disable-legacy"])
        #expect(properties.first { $0.name == "disable-legacy" }?.choices == ["on", "off", "auto"])
        #expect(properties.first { $0.name == "multifunction" }?.defaultValue == false)
        #expect(properties.first { $0.name == "host_mtu" }?.kind == .integer(0...65535))
      }
    }
  }

  @Test(
    arguments: [
      (["driver": "virtio-net-pci", "mac": "52:54:00:12:34:56", "multifunction": "on", "host_mtu": 1500], []),
      (["driver": "virtio-net", "romsize": "0x10", "memory": "1M", "disable-legacy": "auto", "id": "n"], []),
      (["driver": "e1000-82540em"], []),
      (
        ["driver": "virtio-net-pci", "mca": "x"], ["device 'virtio-net-pci' has no argument 'mca': did you mean 'mac'?"]
      ),
      (["driver": "virtio-net-pic"], ["this QEMU has no device 'virtio-net-pic': did you mean 'virtio-net-pci'?"]),
      (["driver": "e1000", "host_mtu": 70000], ["'host_mtu' is 70000; it takes 0 to 65535"]),
      (["driver": "e1000", "memory": -1], ["'memory' is -1; it can't be negative"]),
      (["driver": "e1000", "bootindex": true], ["'bootindex' is a boolean; integer is expected"]),
      (["driver": "e1000", "multifunction": "maybe"], ["'multifunction' has no value 'maybe'; it takes on, off"]),
      (["driver": "e1000", "multifunction": 1], ["'multifunction' is a number; boolean is expected"]),
      (
        ["driver": "e1000", "disable-legacy": "atuo"],
        ["'disable-legacy' has no value 'atuo'; it takes on, off, auto: did you mean 'auto'?"]
      ),
      (["driver": "e1000", "mac": ["a"]], ["'mac' is not a single value; str is expected"]),
      (["id": "n"], ["'device_add' needs 'driver' (string)"]),
    ] as [(JSONObject, [String])])
  func `device_add is checked against the device's own properties`(_ arguments: JSONObject, _ messages: [String])
    async throws
  {
    _ = try await ask(script()) { introspection async throws in
      #expect(try await introspection.checkArguments(of: "device_add", arguments).map(\.description) == messages)
    }
  }
}
