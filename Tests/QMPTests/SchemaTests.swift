import JSON
import QMP
import Testing

/// A schema in QEMU's spelling, small enough to read.
@Suite("The schema")
struct SchemaTests {
  static let answer: JSONValue = [
    ["name": "qmp_capabilities", "meta-type": "command", "arg-type": "0", "ret-type": "0"],
    ["name": "query-yank", "meta-type": "command", "arg-type": "0", "ret-type": "[1]", "allow-oob": true],
    ["name": "drive-backup", "meta-type": "command", "arg-type": "1", "ret-type": "0", "features": ["deprecated"]],
    ["name": "netdev_add", "meta-type": "command", "arg-type": "2", "ret-type": "0"],
    ["name": "device_add", "meta-type": "command", "arg-type": "7", "ret-type": "0"],
    ["name": "object-add", "meta-type": "command", "arg-type": "9", "ret-type": "0"],
    ["name": "SHUTDOWN", "meta-type": "event", "arg-type": "1"],
    ["name": "0", "meta-type": "object", "members": []],
    [
      "name": "1", "meta-type": "object",
      "members": [
        ["name": "device", "type": "str"], ["name": "count", "type": "int", "default": nil],
        ["name": "speed", "type": "number", "default": nil],
        ["name": "x-perf", "type": "0", "default": nil, "features": ["unstable"]],
        ["name": "sync", "type": "3", "default": nil], ["name": "file", "type": "4", "default": nil],
        ["name": "tags", "type": "[str]", "default": nil], ["name": "force", "type": "bool", "default": nil],
        ["name": "next", "type": "1", "default": nil], ["name": "extra", "type": "any", "default": nil],
      ],
    ],
    [
      "name": "2", "meta-type": "object", "tag": "type",
      "members": [["name": "id", "type": "str"], ["name": "type", "type": "5"]],
      "variants": [["case": "user", "type": "6"], ["case": "none", "type": "0"]],
    ],
    [
      "name": "3", "meta-type": "enum", "values": ["top", "full", "none"],
      "members": [["name": "top"], ["name": "full", "features": ["deprecated"]], ["name": "none"]],
    ],
    ["name": "4", "meta-type": "alternate", "members": [["type": "str"], ["type": "null"], ["type": "1"]]],
    ["name": "5", "meta-type": "enum", "values": ["user", "none"]],
    [
      "name": "6", "meta-type": "object",
      "members": [["name": "restrict", "type": "bool", "default": nil], ["name": "net", "type": "str"]],
    ],
    [
      "name": "7", "meta-type": "object",
      "members": [
        ["name": "driver", "type": "str"], ["name": "bus", "type": "str", "default": nil],
        ["name": "id", "type": "str", "default": nil],
      ],
    ],
    ["name": "8", "meta-type": "enum", "values": ["rng-random", "filter-dump"]],
    [
      "name": "9", "meta-type": "object", "tag": "qom-type", "members": [["name": "qom-type", "type": "8"]],
      "variants": [],
    ],
    ["name": "str", "meta-type": "builtin", "json-type": "string"],
    ["name": "int", "meta-type": "builtin", "json-type": "int"],
    ["name": "number", "meta-type": "builtin", "json-type": "number"],
    ["name": "bool", "meta-type": "builtin", "json-type": "boolean"],
    ["name": "null", "meta-type": "builtin", "json-type": "null"],
    ["name": "any", "meta-type": "builtin", "json-type": "value"],
    ["name": "[str]", "meta-type": "array", "element-type": "str"],
    ["name": "[1]", "meta-type": "array", "element-type": "1"],
  ]

  let schema: QMPSchema

  init() throws { schema = try QMPSchema(Self.answer) }

  @Test func `commands and events have their arguments, features and answers`() throws {
    let backup = try #require(schema.commands["drive-backup"])
    #expect(backup.isDeprecated && !backup.isUnstable && !backup.allowsOutOfBand)
    #expect(backup.arguments.members.map(\.name).prefix(3) == ["device", "count", "speed"])
    #expect(backup.arguments.member("device")?.isOptional == false)
    #expect(backup.arguments.member("x-perf")?.isUnstable == true)
    let yank = try #require(schema.commands["query-yank"])
    #expect(yank.allowsOutOfBand)
    #expect("\(yank.returns)" == "[object]")
    #expect(schema.events["SHUTDOWN"]?.data.member("device") != nil)
    #expect(schema.objectTypes == ["rng-random", "filter-dump"])
  }

  @Test func `types have a short text`() throws {
    let members = try #require(schema.commands["drive-backup"]).arguments
    let texts = members.members.map { "\($0.name) \($0.type)" }
    #expect(
      texts == [
        "device string", "count integer", "speed number", "x-perf object", "sync top|full|none",
        "file string or null or object", "tags [string]", "force boolean", "next object", "extra any value",
      ])
  }

  @Test func `a union shows the members of the branch that is chosen`() throws {
    let arguments = try #require(schema.commands["netdev_add"]).arguments
    #expect(arguments.tag == "type")
    #expect(arguments.members(given: [:]).map(\.name) == ["id", "type"])
    #expect(arguments.members(given: ["type": "user"]).map(\.name) == ["id", "type", "restrict", "net"])
    #expect(arguments.variant("tap") == nil)
  }

  @Test func `what is right has nothing to say`() throws {
    let right: JSONObject = [
      "device": "d", "count": 1, "speed": 1, "sync": "top", "tags": ["a"], "force": true, "extra": [1, ["a": nil]],
      "next": ["device": "e", "next": ["device": "f", "file": nil]], "file": ["device": "g"],
    ]
    #expect(schema.checkArguments(of: "drive-backup", right).filter(\.isError).isEmpty)
    #expect(schema.checkArguments(of: "netdev_add", ["id": "n", "type": "user", "net": "x"]).isEmpty)
    #expect(
      schema.checkArguments(of: "drive-backup", ["device": "d", "count": .unsigned(.max)]).filter(\.isError) == [])
  }

  @Test(
    arguments: [
      (["count": "1", "device": "d"], "'count' is a string; integer is expected"),
      (["count": 1.5, "device": "d"], "'count' is a number; integer is expected"),
      (["device": 5], "'device' is an integer; string is expected"),
      (["device": "d", "force": "on"], "'force' is a string; boolean is expected"),
      (["device": "d", "tags": "a"], "'tags' is a string; [string] is expected"),
      (["device": "d", "tags": ["a", 1]], "'tags[1]' is an integer; string is expected"),
      (["device": "d", "file": 5], "'file' is an integer; string or null or object is expected"),
      (
        ["device": "d", "next": ["device": "e", "next": ["device": true]]],
        "'next.next.device' is a boolean; string is expected"
      ),
      (["device": "d", "sync": "ful"], "'sync' has no value 'ful'; it takes top, full, none: did you mean 'full'?"),
      (["device": "d", "devcie": 1], "'drive-backup' has no argument 'devcie': did you mean 'device'?"),
      (
        ["device": "d", "next": ["device": "e", "cuont": 1]],
        "'next' has no argument 'next.cuont': did you mean 'next.count'?"
      ),
      ([:], "'drive-backup' needs 'device' (string)"),
      (["device": "d", "next": [:]], "'next' needs 'next.device' (string)"),
    ] as [(JSONObject, String)])
  func `what is wrong is said with its place and what is expected`(_ arguments: JSONObject, _ message: String) {
    let problems = schema.checkArguments(of: "drive-backup", arguments).filter(\.isError)
    #expect(problems.map(\.description) == [message])
  }

  @Test(
    arguments: [
      (["id": "n"], "'netdev_add' needs 'type' (user|none)"),
      (["id": "n", "type": "usr"], "'type' has no value 'usr'; it takes user, none: did you mean 'user'?"),
      (["id": "n", "type": "none", "net": "x"], "'netdev_add' has no argument 'net' with type=none"),
      (["id": "n", "type": "user"], "'netdev_add' needs 'net' (string)"),
    ] as [(JSONObject, String)])
  func `a union's branch decides what is allowed`(_ arguments: JSONObject, _ message: String) {
    #expect(schema.checkArguments(of: "netdev_add", arguments).map(\.description) == [message])
  }

  @Test func `an argument of a branch says that the branch is missing`() {
    let problems = schema.checkArguments(of: "netdev_add", ["id": "n", "net": "x"])
    #expect(problems.map(\.kind) == [.unknownArgument, .missingArgument])
    #expect(problems.first?.message == "'netdev_add' has no argument 'net' unless 'type' is given")
  }

  @Test func `an unknown command has the nearest name`() {
    let problem = schema.checkArguments(of: "device-add", [:]).first
    #expect(problem?.kind == .unknownCommand)
    #expect(problem?.description == "this QEMU has no command 'device-add': did you mean 'device_add'?")
    #expect(schema.checkArguments(of: "xyzzy", [:]).first?.suggestion == nil)
  }

  @Test func `what is deprecated or unstable is noted and no error`() {
    let notes = schema.checkArguments(of: "drive-backup", ["device": "d", "sync": "full", "x-perf": [:]])
    #expect(
      notes.map(\.description) == [
        "'drive-backup' is deprecated", "'full' for 'sync' is deprecated",
        "'x-perf' is unstable: it may change without notice",
      ])
    #expect(notes.allSatisfy { !$0.isError })
  }

  @Test func `device_add takes anything while the device's properties are unknown`() {
    #expect(schema.checkArguments(of: "device_add", ["driver": "x", "what": 1]).isEmpty)
    #expect(
      schema.checkArguments(of: "device_add", ["driver": "x", "id": 5]).map(\.description)
        == ["'id' is an integer; string is expected"])
  }

  @Test(arguments: [nil, [], ["x"], [["name": "x"]], [["name": "x", "meta-type": "command"]]] as [JSONValue])
  func `what is no schema is refused`(_ answer: JSONValue) {
    #expect(throws: QMPError.self) { try QMPSchema(answer) }
  }

  @Test func `kinds of types that a later QEMU may add count as any`() throws {
    let entry: JSONValue = ["name": "99", "meta-type": "novelty"]
    let command: JSONValue = [
      "name": "new", "meta-type": "command", "arg-type": "98", "ret-type": "99",
    ]
    let arguments: JSONValue = [
      "name": "98", "meta-type": "object",
      "members": [["name": "a", "type": "99"], ["name": "b", "type": "missing"]],
    ]
    let schema = try QMPSchema(.array((Self.answer.arrayValue ?? []) + [entry, command, arguments]))
    #expect(schema.checkArguments(of: "new", ["a": 1, "b": "x"]).isEmpty)
  }
}
